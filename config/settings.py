"""Every setting of a Pittari site, read top to bottom from the environment.

docs/settings.md explains each variable. What is misconfigured is reported by the system checks of `quiz.checks`.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import private
from config.env import env_bool, env_int, env_list

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))
private.make_folder(VAR_DIR)

# Who may reach the site, and under which address.

DEBUG = env_bool("DEBUG", default=False)
DEMO = env_bool("PITTARI_DEMO", default=False)
INSECURE_SECRET_KEY = "insecure-only-for-tests-and-first-steps"  # noqa: S105 (public on purpose: a live site refuses it)
SECRET_KEY = os.environ.get("SECRET_KEY", INSECURE_SECRET_KEY)
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
CONTACT_KEY = os.environ.get("CONTACT_KEY") or SECRET_KEY
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = urlsplit(BASE_URL).scheme == "https"
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
TRUST_PROXY = env_bool("TRUST_PROXY", default=False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# What the site is made of.

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "catalog",
    "quiz",
]
MIDDLEWARE = [
    "quiz.middleware.site.PublicPageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "quiz.middleware.site.DatabaseFaultMiddleware",
    "quiz.middleware.site.StaffSessionMiddleware",
    "quiz.middleware.site.LanguageMiddleware",
    "quiz.middleware.throttling.ThrottleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "quiz.middleware.site.StaffCsrfMiddleware",
    "quiz.middleware.site.StaffAuthenticationMiddleware",
    "quiz.middleware.site.StaffMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.csp",
            ],
        },
    },
]

# Where data lies. SQLite is the embedded default; PostgreSQL is chosen by DATABASE_URL alone.

DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{VAR_DIR / 'pittari.sqlite3'}", conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # The same with a queue for writers. A connection stays open: to make one costs more than most pages.
    DATABASES["default"] |= {"ENGINE": "config.sqlite", "CONN_MAX_AGE": 60}
    # IMMEDIATE and FULL: an acknowledged answer survives a crash, and no writer is refused half-way.
    # What is deleted is written over, so that nothing of an erased person stays in the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {})
    pool = {"min_size": 1, "max_size": env_int("DATABASE_POOL", 8), "num_workers": 1}
    DATABASES["default"]["OPTIONS"].setdefault("pool", pool)
    # The few statements of each step are planned once a connection. A PgBouncer in between must be 1.21 or newer.
    DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 5}
    DATABASES["default"]["OPTIONS"]["options"] = (
        "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Pages: how they look and what a browser may do on them.

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "media/"
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = private.FILE_MODE, private.FOLDER_MODE
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static.JoinedStaticFilesStorage"
    },
}
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS and env_bool("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env_int("HSTS_SECONDS", 31_536_000 if IS_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = False
# Whether HTTPS holds for the brand's other hosts as well is not for one site of theirs to decide.
# W003: Django's check does not know its CSRF middleware under our name; people who take a quiz are spared its cookie.
SILENCED_SYSTEM_CHECKS = ["security.W003", "security.W005", "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_TRUSTED_ORIGINS = [BASE_URL]
X_FRAME_OPTIONS = "DENY"

# How the site counts: views of start pages gather in the process for so long before they are written together.

QUIZ_VIEW_FLUSH_SECONDS = env_int("VIEW_FLUSH_SECONDS", 2)

# Passwords of staff, who see contact data.

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# How often one address may do what only those do often who guess or flood; 0 is without end.

# The names on the right are those of the release before; quiz.W010 tells where one is still set.
RENAMED_VARIABLES = {
    "RATE_LIMIT_MISSES_PER_MINUTE": "MISSES_A_MINUTE",
    "RATE_LIMIT_MAIL_FORMS_PER_HOUR": "ASKS_AN_HOUR",
    "RATE_LIMIT_FAILED_LOGINS": "BAD_LOGINS",
}
RATE_LIMIT_MISSES_PER_MINUTE = env_int("RATE_LIMIT_MISSES_PER_MINUTE", env_int("MISSES_A_MINUTE", 120))
RATE_LIMIT_MAIL_FORMS_PER_HOUR = env_int("RATE_LIMIT_MAIL_FORMS_PER_HOUR", env_int("ASKS_AN_HOUR", 200))
RATE_LIMIT_FAILED_LOGINS = env_int("RATE_LIMIT_FAILED_LOGINS", env_int("BAD_LOGINS", 20))

# What may be sent to the site at once.

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 60

# Words.

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Tokyo")
USE_TZ = True

# Mail. MAIL_DIR writes each message to a file; otherwise SMTP_HOST sends it, and without either it is printed.

DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "Pittari <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
if mail_dir := os.environ.get("MAIL_DIR"):
    MAILER = {"BACKEND": "config.mailing.ReadableFileBackend", "OPTIONS": {"file_path": mail_dir}}
elif smtp_host := os.environ.get("SMTP_HOST"):
    MAILER = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": smtp_host,
            "port": env_int("SMTP_PORT", 587),
            "username": os.environ.get("SMTP_USER", ""),
            "password": os.environ.get("SMTP_PASSWORD", ""),
            "use_tls": env_bool("SMTP_TLS", default=True),
            "timeout": 15,
        },
    }
else:
    MAILER = {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
MAILERS = {"default": MAILER}

# Log lines go to standard error, one a line, without tokens or contacts.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"redact": {"()": "quiz.redaction.RedactTokens"}},
    "formatters": {
        "line": {
            "()": "quiz.redaction.RedactingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact"]}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
