"""Sealing, verifying, expiring and forgetting as a person types it."""

from pathlib import Path

from tests.mergen.command import Mergen
from tests.mergen.images import street_photo


def with_a_photo(mergen: Mergen, folder: Path) -> Mergen:
    photo = folder / "wall.png"
    photo.write_bytes(street_photo("https://hidden.example/"))
    assert mergen("photo", str(photo), "--note", "by the school, ask +7 700 000 00 00").status == 0
    return mergen.with_settings(MERGEN_SEAL_KEY=str(folder / "keys" / "seal.pem"))


def test_an_office_makes_its_key_seals_and_verifies(mergen: Mergen, tmp_path: Path) -> None:
    office = with_a_photo(mergen, tmp_path)
    missing = office("seal")
    assert missing.status == 1
    assert "--new-key" in missing.err
    sealed = office("seal", "--new-key", "--json")
    assert sealed.status == 0
    assert office.verified()["seals"] == 1
    assert "Nothing has come" in office("seal").out
    assert office("doctor", "--json").status == 0
    (tmp_path / "keys" / "seal.pem").chmod(0o644)
    assert "chmod 600" in office("seal").err


def test_what_was_sent_is_forgotten_on_request(mergen: Mergen, tmp_path: Path) -> None:
    office = with_a_photo(mergen, tmp_path)
    number = "+7 700 000 00 00"
    assert "photos.note: 1" in office("forget", number).out
    assert office("forget", number, "--yes").status == 1
    done = office("forget", number, "--reason", "application 3", "--yes", "--json")
    assert done.records[-1] == {"places": {"photos.note": 1}, "forgotten": True}
    assert "no working copy" in office("forget", number).out
    office.verified()


def test_a_policy_is_asked_for_before_anything_expires(mergen: Mergen) -> None:
    assert "MERGEN_KEEP_DAYS" in mergen("expire").err
    policy = mergen.with_settings(MERGEN_KEEP_DAYS="unflagged=30")
    assert "no captures" in policy("expire", "--dry-run").out
    assert "KIND=DAYS" in mergen.with_settings(MERGEN_KEEP_DAYS="all=1")("expire").err


def test_a_phone_number_in_a_photo_is_stored_and_not_printed(mergen: Mergen, tmp_path: Path) -> None:
    photo = tmp_path / "wall.png"
    photo.write_bytes(street_photo("tel:+77000000000"))
    taken = mergen("photo", photo, "--json").record
    assert [(each["kind"], each["value"]) for each in taken["payloads"]] == [("phone", "+7700•••••00")]
    assert [(each["text"], each["raw"]) for each in taken["symbols"]] == [("tel:+7700•••••00", None)]
    assert "phone: +7700•••••00" in mergen("photo", photo).out
    assert mergen("qr", photo, "--json").record["symbols"][0]["value"] == "+77000000000"
