import pytest

from models.shop import ResourceKind
from pipeline.resources import TelegramPreview, name_resource

PREVIEW = TelegramPreview()


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.shop.example/menu/1", "shop.example"),
        ("http://shop.example:8080/", "shop.example:8080"),
        ("https://t.me/Qala_Vitrina_", "t.me/qala_vitrina_"),
        ("https://t.me/s/qala_vitrina_?before=20", "t.me/qala_vitrina_"),
        ("https://t.me/joinchat/AbC_", "t.me/joinchat/AbC_"),
        ("https://sites.google.com/view/my-shop_/home", "sites.google.com/view/my-shop_"),
        ("https://docs.google.com/document/d/Abc_123/edit", "docs.google.com/document/d/Abc_123"),
        ("https://instagram.com/p/XyZ_/", "instagram.com/p/XyZ_"),
        ("https://instagram.com/some.body_", "instagram.com/some.body_"),
        ("https://www.youtube.com/watch?v=abc_", "youtube.com/watch?v=abc_"),
        ("https://vk.com/", "vk.com"),
    ],
)
def test_an_address_belongs_to_its_site_or_to_one_account_of_a_shared_host(url: str, key: str) -> None:
    assert name_resource(url, PREVIEW).key == key


def test_strangers_on_a_shared_host_are_two_resources() -> None:
    one, other = (name_resource(f"https://sites.google.com/view/{name}_", PREVIEW) for name in ("a", "b"))
    assert one.key != other.key
    assert one.kind is ResourceKind.ACCOUNT
