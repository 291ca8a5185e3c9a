"""A real time-stamping authority: OpenSSL's, behind a web server on loopback."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

CONFIGURATION = """
[tsa]
default_tsa = here
[here]
dir = {folder}
serial = $dir/serial
crypto_device = builtin
signer_cert = $dir/tsa.pem
signer_key = $dir/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[signer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


class LocalAuthority:
    """`address` to ask, `roots` to believe it by. While `silent`, it answers with an error."""

    def __init__(self, server: HTTPServer, folder: Path) -> None:
        self.folder = folder
        self.silent = False
        self.asked = 0
        self.roots = folder / "root.pem"
        self._configuration = folder / "tsa.cnf"
        self._make()
        server.expect_request("/tsr", method="POST").respond_with_handler(self._answer)
        self.address = server.url_for("/tsr")

    def _make(self) -> None:
        self._configuration.write_text(CONFIGURATION.format(folder=self.folder))
        (self.folder / "serial").write_text("01\n")
        new = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-config", "/dev/null")
        root = ("-subj", "/CN=Test root", "-keyout", "root.key", "-out", "root.pem")
        constraints = (
            "-addext",
            "basicConstraints=critical,CA:TRUE",
            "-addext",
            "keyUsage=critical,keyCertSign",
        )
        self._openssl(*new, *root, *constraints)
        self._openssl(
            *("req", "-newkey", "rsa:2048", "-nodes", "-config", "/dev/null", "-subj", "/CN=Test authority"),
            *("-keyout", "tsa.key", "-out", "tsa.csr"),
        )
        self._openssl(
            *("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-days", "30"),
            *("-extfile", "tsa.cnf", "-extensions", "signer", "-set_serial", "2", "-out", "tsa.pem"),
        )

    def _answer(self, request: Request) -> Response:
        self.asked += 1
        if self.silent:
            return Response("closed", status=503)
        (self.folder / "query.tsq").write_bytes(request.get_data())
        self._openssl("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr")
        return Response((self.folder / "reply.tsr").read_bytes(), content_type="application/timestamp-reply")

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(("openssl", *arguments), cwd=self.folder, check=True, capture_output=True)


@contextmanager
def local_authority(server: HTTPServer, folder: Path) -> Iterator[LocalAuthority]:
    """An authority with a root of its own in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    yield LocalAuthority(server, folder)
