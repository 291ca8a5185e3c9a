"""`mergen serve`"""

import ipaddress
import socket
from contextlib import suppress
from typing import Annotated

import typer

from mergen.composition import Workshop
from mergen.errors import BadInput
from mergen.output import Output
from mergen.settings import load

PORT = 8600
PATIENCE = 3


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = PORT,
    behind_tls: Annotated[
        bool, typer.Option("--behind-tls", help="A proxy in front speaks TLS: cookies are kept to it.")
    ] = False,
) -> None:
    """Serve the review page until stopped."""
    if not _is_loopback(host) and not behind_tls:
        raise BadInput(
            f"{host} can be reached from the network, where passwords must not travel in the clear."
            " Put a TLS proxy in front and add --behind-tls, or listen on 127.0.0.1."
        )
    from sqlalchemy import select

    from models.user import User

    with Workshop(load()) as workshop:
        with workshop.database.read() as session:
            if session.scalars(select(User.id)).first() is None:
                Output(as_json=True).say("Nobody can sign in yet. Run: mergen user add NAME --role reviewer")
        serve_review(workshop, host, port, secure_cookies=behind_tls)


def serve_review(workshop: Workshop, host: str, port: int, *, secure_cookies: bool) -> None:
    """Serve until stopped. Raises BadInput for an address that cannot be listened on."""
    import uvicorn

    from mergen.dry_running import DryRunner
    from review.app import ReviewConfig, create_app

    runner = DryRunner(workshop.settings, workshop.database, workshop.clock)
    config = ReviewConfig(
        database=workshop.database,
        blobs=workshop.blobs,
        clock=workshop.clock,
        secure_cookies=secure_cookies,
        time_zone=workshop.settings.time_zone,
        people=workshop.settings.people,
        office=workshop.settings.office,
        photos=lambda: workshop.photo_desk,
        uploads=workshop.settings.uploads,
        exports=workshop.export_context,
        provider=workshop.provider,
        preview=workshop.preview,
        dry_runs=runner.wake,
    )
    runner.begin()
    served = uvicorn.Config(
        create_app(config),
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=PATIENCE,  # a page that follows a run would hold it up for a minute
    )
    server = uvicorn.Server(served)
    with _listener(host, port) as listener, suppress(KeyboardInterrupt):
        port = listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        Output(as_json=True).say(f"The review page is at http://{shown}:{port}/ (Ctrl-C ends it)")
        server.run(sockets=[listener])


def _listener(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise BadInput(
            f"Cannot listen on {host} port {port}: {reason}. Stop the program that uses it, or choose another"
            " port with --port."
        ) from error


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
