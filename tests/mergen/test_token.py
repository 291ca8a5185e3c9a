"""`mergen token` and `mergen user disable`, as an administrator types them."""

from tests.mergen.command import Mergen


def test_a_token_is_shown_once_listed_without_it_and_revoked(mergen: Mergen) -> None:
    mergen("user", "add", "aigul", "--role", "analyst", "--password-stdin", given="a long enough sentence\n")
    wanted = ("token", "add", "bot", "--user", "aigul", "--scope", "shops:read", "--scope", "targets:write")
    made = mergen(*wanted, "--json").record
    assert made["token"].startswith("mergen_")
    assert made["scopes"] == ["shops:read", "targets:write"]
    listed = mergen("token", "list", "--json")
    assert (listed.record["name"], listed.record["user"], listed.record["last_used_at"]) == (
        "bot",
        "aigul",
        None,
    )
    assert made["token"] not in listed.out
    again = mergen(*wanted)
    assert (again.status, again.out) == (1, "")
    assert "already" in again.message
    too_far = mergen("token", "add", "far", "--user", "aigul", "--scope", "decisions:write")
    assert too_far.status == 1
    assert "needs the right to decide" in too_far.message
    mergen("user", "disable", "aigul")
    assert "shut" in mergen("token", "list").out
    assert mergen("token", "add", "late", "--user", "aigul", "--scope", "shops:read").status == 1
    mergen("user", "enable", "aigul")
    assert mergen("token", "revoke", "bot").status == 0
    assert mergen("token", "list", "--json").record["revoked_at"] is not None
    assert mergen("token", "revoke", "bot").status == 1
