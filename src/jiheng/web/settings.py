"""The site's settings, all from the environment; safe by default, nothing to switch off before use.

- `JIHENG_DATA`: folder of the database, the evidence store and the secret key (`jiheng-data`).
- `DATABASE_URL`: `postgres://user:password@host:port/name`; without it SQLite in `JIHENG_DATA`.
- `JIHENG_HOSTS`: names under which the site is reached, comma separated.
- `JIHENG_HTTPS`: `off` serves plain HTTP, on loopback addresses only.
- `JIHENG_SECRET_KEY`: else a key is made once and kept in `JIHENG_DATA`.
- `JIHENG_PROXY`: `on` behind a web server that sets X-Forwarded-Proto and X-Forwarded-For.
- `JIHENG_MAIL_URL`: `smtp://user:password@host:port` (`smtp+tls`, `smtps`); without it mail is printed on
  the console. `JIHENG_MAIL_FROM`: its sender. `JIHENG_ADDRESS`: the site's address in mails.
- `JIHENG_METRICS_TOKEN`: who sends it reads `/metrics`; without it only this machine does.
- `JIHENG_S3_BUCKET`, `JIHENG_S3_ENDPOINT`, `JIHENG_S3_REGION`, `JIHENG_S3_KEY`, `JIHENG_S3_SECRET`: evidence
  on S3 instead of the folder.
- `JIHENG_FILE_MB`, `JIHENG_DAY_MB`, `JIHENG_UNIT_MB`: the largest file, and how much a unit may upload in a
  day and in all (50, 1024, 10240).
- `JIHENG_LIMITS`: `off` where a web server in front limits how much one person may ask.
- `JIHENG_HOUSE`: folder in which `schemes/` lies, whose methods the office may begin with (`.`).
- `JIHENG_OIDC_NAME`, `JIHENG_OIDC_URL`, `JIHENG_OIDC_ID`, `JIHENG_OIDC_SECRET`: log-in through an OpenID provider.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from jiheng.web import logs
from jiheng.web.database import database_of
from jiheng.web.mail import mail_of
from jiheng.web.secret import secret_key

DATA = Path(os.environ.get("JIHENG_DATA", "jiheng-data")).resolve()
HOUSE = Path(os.environ.get("JIHENG_HOUSE", ".")).resolve()
HTTPS = os.environ.get("JIHENG_HTTPS", "on") != "off"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")

DEBUG = False
ALLOWED_HOSTS = [
    name for name in os.environ.get("JIHENG_HOSTS", ",".join(LOOPBACK)).split(",") if name
]
if not HTTPS and not set(ALLOWED_HOSTS) <= set(LOOPBACK):
    raise ImproperlyConfigured("JIHENG_HTTPS=off 只能用于本机地址；对外提供服务请使用 HTTPS")
SECRET_KEY = secret_key(DATA)

INSTALLED_APPS = [
    "jiheng.web.app.SiteConfig",  # first: its templates go before those of the libraries
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "jiheng.web.pages.request_log.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "jiheng.web.pages.limits.limits",
    "jiheng.web.pages.session_guard.sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiheng.web.pages.session_guard.session_guard",
    "jiheng.web.pages.middleware.viewer",
    "jiheng.web.pages.middleware.troubles",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "jiheng.web.urls"
WSGI_APPLICATION = "jiheng.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["jiheng.web.templatetags.look", "jiheng.web.templatetags.once"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jiheng.web.pages.surroundings.surroundings",
            ],
        },
    }
]

DATABASES = {"default": database_of(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, because processes share nothing else: a code that one has seen, none takes again.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_memory",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "web.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "jiheng.web.access.log_in.NameOrMail",
]
PASSWORD_HASHERS = ["jiheng.web.access.passwords.Argon2"]
_RULES = "jiheng.web.inputs.password_rules"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.NotCommon"},
    {"NAME": f"{_RULES}.NotOnlyDigits"},
    {"NAME": f"{_RULES}.NotOwnName"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "jiheng.web.pages.log_in_adapter.OwnPeopleOnly"
SOCIALACCOUNT_ADAPTER = "jiheng.web.pages.log_in_adapter.KnownPeopleOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]  # nobody signs up; allauth asks
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = False  # guesses are counted once, in the database: see AXES_HANDLER
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {
    "login": "jiheng.web.inputs.log_in.LogIn",
    "change_password": "jiheng.web.inputs.log_in.NewPassword",
    "reauthenticate": "jiheng.web.inputs.log_in.PasswordAgain",
}
MFA_ADAPTER = "jiheng.web.pages.log_in_adapter.SealedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator entered it
MFA_TOTP_ISSUER = "绩衡"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "jiheng.web.inputs.log_in_codes.Code",
    "reauthenticate": "jiheng.web.inputs.log_in_codes.CodeAgain",
    "activate_totp": "jiheng.web.inputs.log_in_codes.FirstCode",
    "add_webauthn": "jiheng.web.inputs.log_in_codes.NewKey",
    "edit_webauthn": "jiheng.web.inputs.log_in_codes.KeyName",
}
AXES_HANDLER = "jiheng.web.actions.guesses.Guesses"
AXES_USERNAME_CALLABLE = "jiheng.web.access.log_in.counted_as"
AXES_CLIENT_IP_CALLABLE = "jiheng.web.access.log_in.address_of"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "account/too_many.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_SENSITIVE_PARAMETERS = ["login", "code", "credential", "oldpassword", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # the journal has every log-in
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

OIDC = {
    "provider_id": "oidc",
    "name": os.environ.get("JIHENG_OIDC_NAME", "统一身份认证"),
    "client_id": os.environ.get("JIHENG_OIDC_ID", ""),
    "secret": os.environ.get("JIHENG_OIDC_SECRET", ""),
    "settings": {"server_url": os.environ.get("JIHENG_OIDC_URL", "")},
}
HAS_OIDC = bool(OIDC["settings"]["server_url"])
OIDC_ORIGIN = "/".join(OIDC["settings"]["server_url"].split("/")[:3])
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": [OIDC] if HAS_OIDC else [], "OAUTH_PKCE_ENABLED": True}
}
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False

SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_IDLE = timedelta(hours=2)
SESSION_WHOLE = timedelta(seconds=SESSION_COOKIE_AGE)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("JIHENG_PROXY") == "on":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # who guesses is then told by X-Forwarded-For
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # a form's answer may lead on to the provider
        "form-action": [SELF, *([OIDC_ORIGIN] if HAS_OIDC else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Of one processor: how much in the long run, and how many seconds of it at once. Generous: a rush of
# honest people is never refused, a flood from one account takes no more than a part of one processor.
LIMITS = {"account": (0.25, 10), "address": (0.5, 60)}
if os.environ.get("JIHENG_LIMITS") == "off":
    LIMITS = None
LIMITS_FILE = DATA / "limits"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Etc/GMT-8"  # China has one time and no summer time
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
EVIDENCE_ROOT = DATA / "evidence"
EVIDENCE_BUCKET = os.environ.get("JIHENG_S3_BUCKET", "")
EVIDENCE_S3 = {
    "endpoint_url": os.environ.get("JIHENG_S3_ENDPOINT") or None,
    "region_name": os.environ.get("JIHENG_S3_REGION") or None,
    "access_key": os.environ.get("JIHENG_S3_KEY") or None,
    "secret_key": os.environ.get("JIHENG_S3_SECRET") or None,
}
EVIDENCE_PATIENCE = 3  # seconds in which the bucket has to answer
_MEGABYTE = 1 << 20
EVIDENCE_FILE_LIMIT = int(os.environ.get("JIHENG_FILE_MB", "50")) * _MEGABYTE
EVIDENCE_DAY_LIMIT = int(os.environ.get("JIHENG_DAY_MB", "1024")) * _MEGABYTE
EVIDENCE_UNIT_LIMIT = int(os.environ.get("JIHENG_UNIT_MB", "10240")) * _MEGABYTE
FILE_UPLOAD_HANDLERS = ["jiheng.web.inputs.uploads.Arriving"]

_MAIL = mail_of(os.environ.get("JIHENG_MAIL_URL", ""))
EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _MAIL.get("EMAIL_HOST", ""), _MAIL.get("EMAIL_PORT", 25)
EMAIL_HOST_USER = _MAIL.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = _MAIL.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_TLS", False), _MAIL.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("JIHENG_MAIL_FROM", "jiheng@localhost")
SITE_ADDRESS = os.environ.get(
    "JIHENG_ADDRESS", f"https://{ALLOWED_HOSTS[0]}" if HTTPS else "http://127.0.0.1:8000"
)
METRICS_TOKEN = os.environ.get("JIHENG_METRICS_TOKEN", "")
LOGGING = logs.logging_of()
logs.set_up()

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
SILENCED_SYSTEM_CHECKS: list[str] = []
