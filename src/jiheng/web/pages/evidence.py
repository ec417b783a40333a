"""Evidence: the list, handing files in, one file with its preview, and the file itself."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from jiheng.files.evidence_kind import ACCEPTED
from jiheng.files.evidence_names import extension_of
from jiheng.files.evidence_store import Altered
from jiheng.files.picture import SHOWN_TYPE
from jiheng.web.access.evidence import READERS, evidence_of
from jiheng.web.access.viewer import Closed, NotThere
from jiheng.web.actions.evidence import Added, NotTaken, add_evidence
from jiheng.web.actions.evidence_parcels import Parcel, add_parcel
from jiheng.web.actions.evidence_previews import make_preview
from jiheng.web.inputs.evidence import UseForm, WithdrawForm
from jiheng.web.inputs.uploads import refusal_of
from jiheng.web.models import Evidence, Preview, Role
from jiheng.web.pages.download import guarded
from jiheng.web.pages.page import page
from jiheng.web.queries.evidence_limits import limits_told
from jiheng.web.queries.evidence_pages import evidence_listed, evidence_page, place_choices
from jiheng.web.queries.evidence_places import Place, open_subject, place_asked
from jiheng.web.queries.evidence_previews import preview_shown
from jiheng.web.queries.evidence_slots import Slots
from jiheng.web.store import StoreDown, evidence_store
from jiheng.web.tasks.evidence import preview_later

log = structlog.get_logger("jiheng.evidence")
PARCEL = "parcel"
"""Where the session keeps what became of the last ZIP, until it was sorted."""
_INLINE = 8 << 20  # bytes of a file whose preview a waiting page may make itself
_AT_ONCE = 1 << 20
_CRUMB = ("佐证材料", "/evidence/")
_ACCEPT = ",".join(f".{one}" for one in ACCEPTED)


@page("GET", roles=READERS)
def evidence_list(request: HttpRequest) -> HttpResponse:
    """The unit's files, or those of all units for who reads them."""
    listed = evidence_listed(request.viewer, request.GET)
    context = {"listed": listed, "limits": limits_told(), "accept": _ACCEPT}
    return render(request, "evidence/list.html", context)


@page("GET", "POST", roles=(Role.COUNTY,))
def evidence_add(request: HttpRequest) -> HttpResponse:
    """Hand in files for one place, or for none yet. A file that comes twice has one effect by its digest,
    and it is stored before any transaction opens; so the form carries no key."""
    place = place_asked(request.viewer, request.GET)
    if request.method == "GET":
        return _add_page(request, place)
    taken, refused = _taken(request, place)
    if request.htmx:
        slot = Slots(request.viewer).at(place) if place else None
        context = {"slot": slot, "refused": refused}
        piece = "evidence/_slot.html" if place else "evidence/_refused.html"
        return render(request, piece, context, status=200 if taken else 422)
    if not taken:
        return _add_page(request, place, refused=refused)
    for words in refused:
        messages.error(request, words)
    messages.success(request, _told(taken))
    return redirect(_way_back(request))


def _add_page(request: HttpRequest, place: Place, *, refused: tuple[str, ...] = ()) -> HttpResponse:
    context = {
        "place": place, "refused": refused, "limits": limits_told(), "accept": _ACCEPT,
        "back": _way_back(request), "crumbs": [_CRUMB, ("上传", "")],
    }  # fmt: skip
    return render(request, "evidence/add.html", context, status=422 if refused else 200)


def _taken(request: HttpRequest, place: Place) -> tuple[list[Added], tuple[str, ...]]:
    """Every file that was taken in, and a sentence for each that was not."""
    taken: list[Added] = []
    refused = [words for words in [refusal_of(request)] if words]
    files = request.FILES.getlist("files")
    if not files and not refused:
        refused.append("还没有选文件。请点“选择文件”，或把文件拖进来。")
    for upload in files:
        try:
            taken += _one(request, upload, place)
        except Closed as closed:
            refused.append(closed.words)
    preview_later(*(one.evidence.pk for one in taken if not one.was_there))
    return taken, tuple(refused)


def _one(request: HttpRequest, upload: UploadedFile, place: Place) -> list[Added]:
    if extension_of(upload.name or "") != "zip":
        return [add_evidence(request.viewer, upload, place=place)]
    if place:
        raise NotTaken("压缩包请到“佐证材料”页上传，会自动按条款归类；这里请交单个文件。")
    parcel = add_parcel(request.viewer, upload, subject=open_subject(request.viewer))
    request.session[PARCEL] = _kept(parcel)
    return list(parcel.added)


def _kept(parcel: Parcel) -> dict[str, list[str]]:
    keys = [one.evidence.pk for one in parcel.added]
    return {"added": keys, "left_out": list(parcel.left_out)}


def _told(taken: list[Added]) -> str:
    there = [one for one in taken if one.was_there]
    words = f"已收下 {len(taken)} 个文件。"
    if there:
        words += f"其中 {len(there)} 个本单位以前传过，没有重复保存。"
    return words


def _way_back(request: HttpRequest) -> str:
    then = request.POST.get("then") or request.GET.get("then", "")
    if then and url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        return then
    return reverse("evidence-sort" if request.session.get(PARCEL) else "evidence-list")


@page("GET", roles=READERS)
def evidence_show(request: HttpRequest, evidence: str) -> HttpResponse:
    """One file: preview, what is known of it, uses, the same elsewhere, what it replaced."""
    stored = evidence_of(request.viewer, evidence)
    shown = evidence_page(request.viewer, stored)
    context = {
        "shown": shown,
        "preview": preview_shown(stored),
        "use_form": UseForm(places=place_choices(request.viewer)) if shown.may_change else None,
        "withdraw_form": WithdrawForm(initial={"version": stored.version}),
        "accept": _ACCEPT,
        "crumbs": [_CRUMB, (stored.name, "")],
    }
    return render(request, "evidence/show.html", context)


@page("GET", roles=READERS)
def evidence_preview(request: HttpRequest, evidence: str) -> HttpResponse:
    """The preview alone, asked for every two seconds while it is being made. Where no task worker has
    begun it and the file is small, this request makes it, so that it comes without a worker too."""
    stored = evidence_of(request.viewer, evidence)
    if stored.size <= _INLINE and Preview.objects.filter(pk=stored.pk, state="waiting").exists():
        try:
            make_preview(stored.pk)
        except (StoreDown, Altered) as trouble:
            log.error("preview-not-made", evidence=stored.pk, words=str(trouble))
    context = {"evidence": stored, "preview": preview_shown(stored)}
    return render(request, "evidence/_preview.html", context)


@page("GET", roles=READERS)
def evidence_file(request: HttpRequest, evidence: str) -> HttpResponse:
    """The file as it was handed in: always an attachment, never opened in the site's place."""
    stored = evidence_of(request.viewer, evidence)
    return guarded(_answer(stored.sha256, media_type=stored.media_type), stored.name)


@page("GET", roles=READERS)
def evidence_picture(request: HttpRequest, evidence: str) -> HttpResponse:
    """One picture of the preview (`?page=2`), or the small one without a page: pixels alone."""
    stored = evidence_of(request.viewer, evidence)
    response = _answer(_picture_of(stored, request.GET.get("page", "")), media_type=SHOWN_TYPE)
    return guarded(response, f"{stored.pk}.jpg")


def _picture_of(stored: Evidence, asked: str) -> str:
    preview = Preview.objects.filter(pk=stored.pk, state="done").first()
    if preview is None:
        raise NotThere
    if not asked and preview.thumbnail:
        return preview.thumbnail
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 5 else 0
    if not 1 <= at <= len(preview.pictures):
        raise NotThere
    return preview.pictures[at - 1]


def _answer(sha256: str, *, media_type: str) -> HttpResponse | FileResponse:
    """The stored bytes, checked: small ones at once, large ones as they are read."""
    try:
        stream = evidence_store().open(sha256)
        if stream.seek(0, 2) > _AT_ONCE:
            stream.seek(0)
            return FileResponse(stream, content_type=media_type)
        stream.seek(0)
        with stream:
            return HttpResponse(stream.read(), content_type=media_type)
    except StoreDown:
        raise Closed(
            "材料库现在连不上，暂时打不开文件；其他页面照常可用，请过几分钟再试。"
        ) from None
    except Altered as altered:
        log.error("evidence-altered", words=str(altered))
        raise Closed(f"{altered}。这份文件现在不能打开，请联系系统管理员。") from None


urlpatterns = [
    path("evidence/", evidence_list, name="evidence-list"),
    path("evidence/add/", evidence_add, name="evidence-add"),
    path("evidence/<str:evidence>/", evidence_show, name="evidence-show"),
    path("evidence/<str:evidence>/preview/", evidence_preview, name="evidence-preview"),
    path("evidence/<str:evidence>/file/", evidence_file, name="evidence-file"),
    path("evidence/<str:evidence>/picture/", evidence_picture, name="evidence-picture"),
]
