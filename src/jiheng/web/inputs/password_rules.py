"""What a password must be, said in our words: long, not a common one, not one's own name."""

from __future__ import annotations

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from jiheng.web.models import Person

_LEAST = 3
"""A name shorter than this is in too many good passwords."""


class LongEnough(MinimumLengthValidator):
    """At least twelve characters (`min_length`)."""

    def get_error_message(self) -> str:
        """The sentence at the field."""
        return f"太短了，至少要 {self.min_length} 个字符。"


class NotCommon(CommonPasswordValidator):
    """None of the twenty thousand that are tried first."""

    def get_error_message(self) -> str:
        """The sentence at the field."""
        return "这是常见密码，容易被猜到，请换一个。"


class NotOnlyDigits(NumericPasswordValidator):
    """A telephone number is no password."""

    def get_error_message(self) -> str:
        """The sentence at the field."""
        return "不能全是数字，请加上字母或汉字。"


class NotOwnName(UserAttributeSimilarityValidator):
    """Neither like nor with the name, log-in name, address or telephone of the person."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("username", "name", "email", "phone"))

    def validate(self, password: str, user: Person | None = None) -> None:
        """ValidationError where the password holds or resembles one of them."""
        own = (
            [] if user is None else [user.username, user.name, user.email.split("@")[0], user.phone]
        )
        if any(len(one) >= _LEAST and one.lower() in password.lower() for one in own):
            raise ValidationError(self.get_error_message())
        super().validate(password, user)

    def get_error_message(self) -> str:
        """The sentence at the field."""
        return "与姓名、登录名、电子邮件或电话太像，请换一个。"
