"""Everything that can be set, read in one place: from the environment, or from a file `.env`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from mergen.errors import BadSettings


class Settings(BaseSettings):
    """Mergen's settings. Each is an environment variable with the prefix MERGEN_ (docs/operations.md)."""

    model_config = SettingsConfigDict(env_prefix="MERGEN_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = "sqlite:///var/mergen.db"
    evidence: Path = Field(default=Path("var/evidence"), description="folder of blobs and WARC files")
    exports: Path = Field(default=Path("var/exports"), description="folder for what is handed over")
    uploads: Path = Field(default=Path("var/uploads"), description="folder of photos that come in pieces")
    models: Path = Field(default=Path("var/models"), description="folder of the models trained here")
    language: str = Field(default="ru", pattern="^(kk|ru|en)$")
    time_zone: str = "Asia/Almaty"
    office: str = Field(default="", description="the office's name, as it stands on packets")
    egress_allow: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="internal addresses that may be crawled: host:port, comma between"
    )
    never_block: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="host names that never go on a blocklist, comma between"
    )
    four_eyes: bool = Field(
        default=True, description="two people must confirm a shop before anything of it is handed over"
    )
    telegram_preview: str = "https://t.me/s/"
    obey_robots: bool = True
    retries: int = Field(
        default=2, ge=0, le=10, description="how often an address that gave no page is tried again"
    )
    explore: float = Field(
        default=0.05, ge=0, le=1, description="share of addresses taken by lot from the sites least known"
    )
    browser_path: Path | None = Field(default=None, description="Chromium, where it is not found by itself")
    lexicons: Path | None = Field(default=None, description="folder of the office's own lexicon files")
    tessdata: Path | None = Field(default=None, description="folder of Tesseract's language data")
    image_text_seconds: float = Field(
        default=10.0,
        gt=0,
        le=300,
        description="seconds of CPU time that reading the text in one image may take",
    )

    keep_days: str = Field(
        default="", description="how long evidence is kept, as unflagged=90,rejected=365; else for ever"
    )
    authority: str = Field(default="", description="the order or article of law under which the office works")
    seal_key: Path = Field(default=Path("var/keys/seal.pem"), description="the office's Ed25519 key")
    seal_passphrase: SecretStr = Field(default=SecretStr(""), description="opens the key, if it is encrypted")
    timestamp_authorities: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="addresses of RFC 3161 time-stamping authorities, comma between"
    )
    timestamp_roots: Path | None = Field(
        default=None, description="PEM file with the root certificates of these authorities"
    )

    address: str = Field(default="", description="the review page's own address, as people type it")
    oidc_issuer: str = Field(default="", description="the office's provider of identities (OpenID Connect)")
    oidc_client_id: str = Field(default="", description="as whom the provider knows Mergen")
    oidc_client_secret_file: Path | None = Field(default=None, description="file with the client's secret")
    oidc_claim: str = Field(
        default="preferred_username", min_length=1, description="what of a person is their account's name"
    )
    oidc_label: str = Field(default="", description="the provider's name, as the button shows it")

    @field_validator("egress_allow", "never_block", "timestamp_authorities", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @property
    def people(self) -> int:
        """How many people must confirm a shop before it leaves."""
        return 2 if self.four_eyes else 1


def load() -> Settings:
    """The settings in force. Raises BadSettings, which names what is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(
            f"MERGEN_{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}" for fault in error.errors()
        )
        raise BadSettings(f"A setting cannot be used. {faults}") from error
