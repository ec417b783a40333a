"""The forms of the directory: one organisation, and where one is merged into."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from jiheng.web.models import Organisation
from jiheng.web.models.organisation import Kind


class OrganisationForm(forms.Form):
    """Name, kind, place in the tree, telephone; `stored` is the one that is changed."""

    name = forms.CharField(label="名称", max_length=100, help_text="公文落款用的全称。")
    kind = forms.ChoiceField(label="类别", choices=Kind.choices)
    parent_id = forms.ChoiceField(label="上级单位")
    subject_name = forms.CharField(
        label="办法中的名称",
        max_length=100,
        required=False,
        help_text="考核办法里怎样称呼它，例如县名；不参加考核的不填。",
    )
    phone = forms.CharField(label="电话", max_length=40, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        parents: Iterable[tuple[str, str]],
        stored: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored
        self.fields["parent_id"].choices = list(parents)
        if not self.fields["parent_id"].choices:
            del self.fields["parent_id"]

    def clean_name(self) -> str:
        """The name, if no organisation bears it now."""
        name = self.cleaned_data["name"]
        others = Organisation.objects.filter(name=name, merged_into=None)
        if self.stored is not None:
            others = others.exclude(pk=self.stored.pk)
        if others.exists():
            raise forms.ValidationError(
                "已有单位用这个名称，请核对是否重复登记，或写得更完整一些。"
            )
        return name


class MergeForm(forms.Form):
    """Into which organisation."""

    into = forms.ChoiceField(label="并入的单位")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, targets: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "请选择"), *targets]
