"""What resolvers and readers do with the lists."""

import shutil
import subprocess
from pathlib import Path

import dns.name
import dns.rdatatype
import dns.zone
import pytest
from sqlalchemy import select

from exports.blocklists.blocklist import BlocklistContext, BlocklistFormat
from exports.blocklists.formats import BLOCKLISTS
from exports.blocklists.hosts import HostsFormat
from exports.blocklists.publication import blocklist_named, publish
from exports.blocklists.rpz import ORIGIN, RpzFormat
from exports.errors import BadExportOption
from models.case import Case, CasePerson, CaseShop
from models.decision import Event, Verdict
from models.handover import Handover
from tests.exports.store import NOW, Store

DOMAINS = ("qala.example", "shop_1.ayna.example", "xn--80aa3b3c.xn--80ao21a", "someone.github.io")
CONTEXT = BlocklistContext(now=NOW, serial=1772357400, source="Mergen, office\nof evil.example")

every_format = pytest.mark.parametrize("blocklist", BLOCKLISTS, ids=lambda blocklist: blocklist.name)


@every_format
def test_the_same_names_give_the_same_list(blocklist: BlocklistFormat) -> None:
    assert blocklist.render(DOMAINS, CONTEXT) == blocklist.render(DOMAINS, CONTEXT)


@every_format
def test_a_list_says_its_serial_time_size_and_source(blocklist: BlocklistFormat) -> None:
    lines = blocklist.render(DOMAINS, CONTEXT).splitlines()

    header = [line[2:] for line in lines if line.startswith(("# ", "; "))]
    assert header[0].startswith("Source: Mergen, office of evil.example.")
    assert "Serial: 1772357400" in header
    assert "Created: 2026-03-01T09:30:00Z" in header
    assert "Domains: 4" in header


@every_format
def test_every_name_is_on_the_list(blocklist: BlocklistFormat) -> None:
    text = blocklist.render(DOMAINS, CONTEXT)

    assert all(name in text for name in DOMAINS)
    assert text.endswith("\n")
    assert text.isascii()


@every_format
def test_an_empty_list_is_a_list(blocklist: BlocklistFormat) -> None:
    assert "Domains: 0" in blocklist.render((), CONTEXT)


def test_a_shop_of_a_restricted_case_is_on_no_list_but_of_who_is_assigned(store: Store) -> None:
    shop = store.confirmed("taynik.example")
    case = Case(name="Operation", restricted=True, opened_by="lead", opened_at=NOW)
    store.session.add(case)
    store.session.flush()
    store.session.add(CaseShop(shop_id=shop.id, case_id=case.id))
    store.session.add(CasePerson(case_id=case.id, name="lead"))
    listed = {
        name: publish(store.session, blocklist_named("hosts"), CONTEXT, name).blockable
        for name in ("saule", "lead")
    }
    assert (listed["saule"].domains, listed["saule"].left_out) == ((), ())
    assert listed["lead"].domains == ("taynik.example",)


def test_hosts_lists_a_registered_name_with_www_and_a_name_below_without() -> None:
    lines = HostsFormat().render(DOMAINS, CONTEXT).splitlines()

    assert [line for line in lines if not line.startswith("#")] == [
        "0.0.0.0 shop_1.ayna.example",
        "0.0.0.0 qala.example",
        "0.0.0.0 www.qala.example",
        "0.0.0.0 someone.github.io",
        "0.0.0.0 www.someone.github.io",
        "0.0.0.0 xn--80aa3b3c.xn--80ao21a",
        "0.0.0.0 www.xn--80aa3b3c.xn--80ao21a",
    ]


def test_a_zone_answers_that_each_name_and_all_below_do_not_exist() -> None:
    zone = dns.zone.from_text(RpzFormat().render(DOMAINS, CONTEXT))

    assert zone.origin == dns.name.from_text(ORIGIN)
    soa = zone.find_rdataset("@", dns.rdatatype.SOA)[0]
    assert soa.serial == 1772357400
    owners = {str(name) for name in zone.nodes} - {"@"}
    assert owners == {*DOMAINS, *(f"*.{name}" for name in DOMAINS)}
    for owner in owners:
        assert str(zone.find_rdataset(owner, dns.rdatatype.CNAME)[0]) == "."


@pytest.mark.parametrize("serial", [0, -1, 2**32])
def test_a_serial_that_no_zone_can_have_is_refused(serial: int) -> None:
    with pytest.raises(BadExportOption, match="serial"):
        RpzFormat().render(DOMAINS, BlocklistContext(now=NOW, serial=serial))


@pytest.mark.skipif(shutil.which("named-checkzone") is None, reason="Debian package bind9-utils")
@pytest.mark.parametrize("domains", [DOMAINS, ()])
def test_bind_accepts_the_zone(tmp_path: Path, domains: tuple[str, ...]) -> None:
    zone = tmp_path / "rpz.zone"
    zone.write_text(RpzFormat().render(domains, CONTEXT))

    done = subprocess.run(["named-checkzone", ORIGIN, str(zone)], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "loaded serial 1772357400" in done.stdout


@pytest.mark.skipif(shutil.which("unbound-checkconf") is None, reason="Debian package unbound")
def test_unbound_accepts_the_zone(tmp_path: Path) -> None:
    (tmp_path / "rpz.zone").write_text(RpzFormat().render(DOMAINS, CONTEXT))
    configuration = tmp_path / "unbound.conf"
    configuration.write_text(
        f'server:\n  module-config: "respip iterator"\n  chroot: ""\n  directory: "{tmp_path}"\n'
        f'rpz:\n  name: "{ORIGIN}"\n  zonefile: "{tmp_path}/rpz.zone"\n'
    )

    done = subprocess.run(
        ["unbound-checkconf", str(configuration)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_a_publication_is_logged_with_what_was_listed_and_left_out(store: Store) -> None:
    shop = store.shop("qala.example", "t.me/qala_", "help.example")
    store.decide(shop, Verdict.CONFIRMED, "qala.example", "t.me/qala_", "help.example")
    store.decide(store.shop("rejected.example"), Verdict.REJECTED, "rejected.example")

    publication = publish(
        store.session, blocklist_named("hosts"), CONTEXT, actor="saule", allow=["help.example"]
    )

    assert publication.blockable.domains == ("qala.example",)
    assert "rejected.example" not in publication.text
    event, sent = store.session.scalars(select(Event).order_by(Event.id))
    assert (event.kind, event.subject_id, event.actor) == ("listed", "hosts", "saule")
    assert event.detail == {
        "serial": 1772357400,
        "domains": ["qala.example"],
        "left_out": {"t.me/qala_": "account", "help.example": "allowed"},
    }
    assert (sent.kind, sent.subject_id) == ("exported", str(shop.id))
    assert sent.detail == {"format": "hosts", "serial": 1772357400, "resources": ["qala.example"]}


def test_a_name_that_stands_on_list_after_list_was_handed_over_once(store: Store) -> None:
    store.confirmed("qala.example")
    for _ in range(2):
        publish(store.session, blocklist_named("rpz"), CONTEXT, actor="saule")
    kinds = store.session.scalars(select(Event.kind).order_by(Event.id)).all()
    assert kinds == ["listed", "exported", "listed"]
    face = store.session.scalars(select(Handover)).one()
    assert face.sent_at == face.next_at == CONTEXT.now


def test_a_name_whose_confirmation_was_taken_back_is_off_the_next_list(store: Store) -> None:
    shop = store.confirmed("qala.example")
    before = publish(store.session, blocklist_named("rpz"), CONTEXT, actor="saule")
    store.decide(shop, Verdict.REJECTED, "qala.example")
    after = publish(store.session, blocklist_named("rpz"), CONTEXT, actor="saule")

    assert "qala.example" in before.text
    assert "qala.example" not in after.text
    assert dns.zone.from_text(after.text).find_rdataset("@", dns.rdatatype.SOA)


def test_a_format_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(BadExportOption, match="hosts, rpz"):
        blocklist_named("iptables")
