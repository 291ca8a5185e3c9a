"""Seals and trusted time, checked with other tools than ours where there are any (R2, R6)."""

import json
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytest_httpserver import HTTPServer

from models.seal import Seal, Timestamp
from pipeline.errors import BadAuthority, BadKey
from pipeline.events import record
from pipeline.sealing import Office, Sealer
from pipeline.signing import SigningKey, is_signed, load_key, new_key
from pipeline.timestamps import Authorities
from pipeline.verify import Proofs, verify
from tests.pipeline.authority import LocalAuthority, local_authority
from tests.pipeline.conftest import Journey
from tests.pipeline.visits import NEWS_TEXT, SHOP_TEXT, visit

NOBODY = Authorities((), None)


@pytest.fixture
def key(tmp_path: Path) -> SigningKey:
    return new_key(tmp_path / "keys" / "seal.pem")


@pytest.fixture
def authority(httpserver: HTTPServer, tmp_path: Path) -> Iterator[LocalAuthority]:
    with local_authority(httpserver, tmp_path / "authority") as made:
        yield made


def sealer(journey: Journey, key: SigningKey, authorities: Authorities = NOBODY) -> Sealer:
    return Sealer(journey.database, journey.blobs, journey.warc_folder, key, authorities)


def office(journey: Journey) -> Office:
    return Office(name="Qala", software="Mergen", actor="aigul", now=journey.clock())


def faults(journey: Journey, authorities: Authorities = NOBODY) -> list[str]:
    with journey.database.read() as session:
        proofs = Proofs(authorities=authorities)
        checked = verify(session, journey.blobs, journey.warc_folder, proofs)
        return [each.fault for each in checked if each.fault is not None]


def test_r2_a_seal_names_every_new_file_and_the_seal_before(journey: Journey, key: SigningKey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    first = sealer(journey, key).seal(office(journey))
    journey.clock.pass_(days=1)
    journey.take(visit("http://library.example/", NEWS_TEXT))
    second = sealer(journey, key).seal(office(journey))
    assert first is not None
    assert second is not None
    one, two = (json.loads(journey.blobs.get(each.manifest_sha256)) for each in (first, second))
    assert (one["previous"], two["previous"]) == ("", first.manifest_sha256)
    assert two["events"]["first"] == one["events"]["last"] + 1
    assert {each["sha256"] for each in one["blobs"]}.isdisjoint(each["sha256"] for each in two["blobs"])
    assert len(one["warc"]) == 1
    assert faults(journey) == []


def test_a_seal_is_made_of_what_is_new_and_of_nothing_else(journey: Journey, key: SigningKey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    assert sealer(journey, key).seal(office(journey)) is not None
    assert sealer(journey, key).seal(office(journey)) is None


def test_openssl_says_that_the_signature_is_the_keys(
    journey: Journey, key: SigningKey, tmp_path: Path
) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    sealed = sealer(journey, key).seal(office(journey))
    assert sealed is not None
    with journey.database.read() as session:
        seal = session.scalars(sa.select(Seal)).one()
    (tmp_path / "manifest").write_bytes(journey.blobs.get(sealed.manifest_sha256))
    (tmp_path / "signature").write_bytes(bytes.fromhex(seal.signature))
    (tmp_path / "key.pem").write_bytes(key.public_pem)
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest -sigfile signature"
    done = subprocess.run(command.split(), cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Verified Successfully" in done.stdout
    assert not is_signed(seal.public_key, seal.signature, b"other")


def test_a_seal_by_another_key_is_told_of(journey: Journey, key: SigningKey, tmp_path: Path) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    sealer(journey, key).seal(office(journey))
    journey.take(visit("http://library.example/", NEWS_TEXT))
    sealer(journey, new_key(tmp_path / "other.pem")).seal(office(journey))
    assert any("another key" in fault for fault in faults(journey))


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    new_key(tmp_path / "seal.pem")
    (tmp_path / "seal.pem").chmod(0o640)
    with pytest.raises(BadKey, match="chmod 600"):
        load_key(tmp_path / "seal.pem")


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    made = new_key(tmp_path / "seal.pem")
    with pytest.raises(BadKey, match="There is a key"):
        new_key(tmp_path / "seal.pem")
    assert load_key(tmp_path / "seal.pem").public == made.public


def test_a_passphrase_opens_its_key_and_no_other_does(tmp_path: Path) -> None:
    made = new_key(tmp_path / "seal.pem", "a long phrase")
    assert load_key(tmp_path / "seal.pem", "a long phrase").public == made.public
    for wrong in ("", "another"):
        with pytest.raises(BadKey, match="MERGEN_SEAL_PASSPHRASE"):
            load_key(tmp_path / "seal.pem", wrong)


def test_r6_an_authority_stamps_the_manifest_and_it_verifies_offline(
    journey: Journey, key: SigningKey, authority: LocalAuthority
) -> None:
    authorities = Authorities([authority.address], authority.roots)
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    sealed = sealer(journey, key, authorities).seal(office(journey))
    assert sealed is not None
    assert [token.authority for token in sealed.tokens] == [authority.address]
    authority.silent = True
    assert faults(journey, Authorities((), authority.roots)) == []
    assert authority.asked == 1
    with journey.database.read() as session:
        token = session.scalars(sa.select(Timestamp)).one()
    assert abs(token.stamped_at - sealed.tokens[0].stamped_at) < timedelta(seconds=1)


def test_openssl_says_that_the_time_stamp_is_the_authoritys(
    journey: Journey, key: SigningKey, authority: LocalAuthority, tmp_path: Path
) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    sealed = sealer(journey, key, Authorities([authority.address], authority.roots)).seal(office(journey))
    assert sealed is not None
    (tmp_path / "token.tsr").write_bytes(sealed.tokens[0].data)
    (tmp_path / "manifest").write_bytes(journey.blobs.get(sealed.manifest_sha256))
    command = [
        "openssl",
        "ts",
        "-verify",
        "-in",
        "token.tsr",
        "-data",
        "manifest",
        "-CAfile",
        str(authority.roots),
    ]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "Verification: OK" in done.stdout


def test_a_token_by_somebody_else_is_none(
    journey: Journey, key: SigningKey, authority: LocalAuthority, tmp_path: Path, httpserver: HTTPServer
) -> None:
    with local_authority(httpserver, tmp_path / "other") as other:
        believed = Authorities([authority.address], other.roots)
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    sealed = sealer(journey, key, believed).seal(office(journey))
    assert sealed is not None
    assert sealed.tokens == ()
    assert len(sealed.refused) == 1


def test_an_authority_that_does_not_answer_holds_no_seal_up(
    journey: Journey, key: SigningKey, authority: LocalAuthority
) -> None:
    authority.silent = True
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    sealed = sealer(journey, key, Authorities([authority.address], authority.roots)).seal(office(journey))
    assert sealed is not None
    assert "503" in sealed.refused[0].reason
    assert faults(journey) == []


def test_authorities_that_cannot_be_checked_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAuthority, match="MERGEN_TIMESTAMP_ROOTS"):
        Authorities(["https://tsa.example/"], None)
    with pytest.raises(BadAuthority, match="http"):
        Authorities(["file:///etc/hostname"], None)
    (tmp_path / "none.pem").write_text("none")
    with pytest.raises(BadAuthority, match="no certificates"):
        Authorities(["https://tsa.example/"], tmp_path / "none.pem")


def test_what_is_stored_while_a_seal_is_made_is_for_the_next(journey: Journey, key: SigningKey) -> None:
    journey.take(visit("http://vetka.example/", SHOP_TEXT))
    sealer(journey, key).seal(office(journey))
    with journey.database.write() as session:
        record(session, "viewed", ("blob", "x"), actor="aigul", at=journey.clock())
    second = sealer(journey, key).seal(office(journey))
    assert second is not None
    assert second.blobs == 1  # the first seal's own manifest
    assert faults(journey) == []
