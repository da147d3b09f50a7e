"""Settings: every one has a default that works on one machine, each can be set by ``QIYAL_<NAME>``."""

from __future__ import annotations

import secrets
from functools import cached_property
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from contest_app.roles import Role

#: Who sees others' marks, works and names, or decides about them.
TRUSTED_ROLES = frozenset({Role.ADMINISTRATOR, Role.ORGANIZER, Role.JUDGE, Role.CHAIR})

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an installation may choose."""

    model_config = SettingsConfigDict(env_prefix="QIYAL_", env_file=".env", extra="ignore")

    data_dir: Path = ROOT / "var"
    item_bank_dir: Path = ROOT / "item_bank"
    database_url: str = ""
    secret_key: str = ""
    base_url: str = Field(default="http://localhost:8000", description="how slips and certificates name this site")
    trusted_hosts: list[str] = Field(
        default=["localhost", "127.0.0.1"], description="host names answered to, beside the one of base_url"
    )
    secure_cookies: bool = Field(default=False, description="set where the site is served over HTTPS")
    demo: bool = Field(default=True, description="show the demo ribbon and the demo log-ins")
    encoder: str = Field(default="fast", description="encoder profile of the job runner, or a model's name or path")
    redis_url: str = Field(default="redis://localhost:6379/0", description="used only by the Celery worker")
    login_hours: int = 12
    second_factor_for: frozenset[Role] | None = Field(
        default=None, description="roles that cannot come in without a second factor; unset: see second_factor_roles"
    )
    device_days: int = Field(default=180, description="how long a pupil's device stays bound")
    max_upload_mb: int = 12
    time_zone: str = "Asia/Almaty"

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy URL: the one that is set, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'qiyal.db'}"

    @cached_property
    def secret(self) -> str:
        """The signing key: the one that is set, else one made once and kept in the data folder."""
        return self.secret_key or _kept_secret(self.data_dir / "secret_key")

    @property
    def second_factor_roles(self) -> frozenset[Role]:
        """The roles that need a second factor: those set, else none in the demo and the trusted elsewhere."""
        if self.second_factor_for is not None:
            return self.second_factor_for
        return frozenset() if self.demo else TRUSTED_ROLES

    @property
    def uploads_dir(self) -> Path:
        """Where attachments and issued documents lie, named by their SHA-256."""
        return self.data_dir / "uploads"


def _kept_secret(path: Path) -> str:
    """Return the key in ``path``, making it (readable by the owner only) the first time."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="utf-8")
    return path.read_text(encoding="utf-8")
