from urllib.parse import urlsplit

import pytest

from crawler.visit import FailureCause
from mergen.demo.bundle import WebOfSites
from mergen.demo.truth import load_truth, measure, resource_of


def all_right() -> dict[str, str]:
    return {resource.name: resource.label for resource in load_truth().resources}


def test_the_truth_names_every_host_and_channel_and_no_other(web: WebOfSites) -> None:
    channels = {url.removeprefix("http://") for url in web.addresses() if "t-preview.example/s/" in url}
    assert {resource.name for resource in load_truth().resources} == set(web.hosts) | channels


def test_seeds_are_served(web: WebOfSites) -> None:
    assert web.seeds
    assert {urlsplit(url).hostname for url in web.seeds} <= set(web.hosts)


def test_unreachable_causes_are_those_of_the_crawler() -> None:
    assert {entry.cause for entry in load_truth().unreachable} <= set(FailureCause)


def test_the_families_shown_cover_the_taxonomy() -> None:
    shown = {letter for resource in load_truth().resources for letter in resource.families}
    assert shown >= set("ABCDEFGHIK")


def test_shops_that_share_a_contact_are_one() -> None:
    shops = load_truth().shops
    assert {"polyus-a.example", "polyus2.example", "polyus-zerkalo.test"} in shops
    assert {"kristall-vitrina.example", "aurora-novaya.example"} in shops
    assert {"tungi-sore.example", "t-preview.example/s/tungi_sore_"} in shops


@pytest.mark.parametrize(
    ("url", "resource"),
    [
        ("http://polyus-a.example/i/sneg", "polyus-a.example"),
        ("http://t-preview.example/s/qala_vitrina_?before=9", "t-preview.example/s/qala_vitrina_"),
        ("https://t.me/Qala_Vitrina_/3", "t-preview.example/s/qala_vitrina_"),
        ("http://t-preview.example/", "t-preview.example"),
    ],
)
def test_an_address_belongs_to_its_host_or_channel(url: str, resource: str) -> None:
    assert resource_of(url) == resource


def test_a_perfect_run_measures_as_perfect() -> None:
    truth = load_truth()
    figures = measure(all_right(), truth.shops, {**truth.codes, **truth.photos})
    assert (figures.precision, figures.recall, figures.label_accuracy) == (1, 1, 1)
    assert (figures.pair_precision, figures.pair_recall, figures.code_recall) == (1, 1, 1)
    assert figures.shops_right == figures.shops_expected
    assert not figures.missed
    assert not figures.false_alarms


def test_a_false_alarm_costs_precision_and_a_miss_recall() -> None:
    found = {**all_right(), "stepnoy-vestnik.example": "sale", "polyus2.example": "unsure"}
    figures = measure(found)
    bad = sum(resource.bad for resource in load_truth().resources)
    assert figures.precision == (bad - 1) / bad
    assert figures.recall == (bad - 1) / bad
    assert figures.false_alarms == ("stepnoy-vestnik.example",)
    assert figures.missed == ("polyus2.example",)


def test_an_unknown_flagged_resource_is_a_false_alarm() -> None:
    assert measure({"unknown.example": "sale"}).precision == 0


def test_two_shops_thrown_together_cost_pair_precision() -> None:
    thrown = [{"polyus-a.example", "polyus2.example", "flash-market.test"}]
    figures = measure(all_right(), thrown)
    assert figures.pair_precision == 1 / 3
    assert figures.pair_recall == 1 / 5
    assert figures.shops_right == 0
