"""What people change of their account by themselves: the address, the name, where they are logged in."""

from typing import Any

from allauth.account import views as library
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from members.entrance.who_asks import person, show_once_more
from members.next_url import account_page
from members.profile.devices import device_in_words
from members.profile.profile_forms import AnotherAddressForm, NameForm
from members.views import entrance_page, require_form_methods


class AnotherAddressView(library.EmailView):  # type: ignore[misc]
    """Only what replaces the address: one account has one."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        del request, args, kwargs
        form = self.get_form()
        response: HttpResponseBase = self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        return response


@account_page
@login_required
@require_form_methods
def change_address(request: HttpRequest) -> HttpResponseBase:
    show_once_more(request)
    return entrance_page(request, AnotherAddressView, form_class=AnotherAddressForm)


@account_page
@login_required
@require_form_methods
def change_name(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None, instance=person(request))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your name is saved.")
        return redirect("members:account")
    return render(request, "members/name.html", {"form": form})


class LogInsView(ListUserSessionsView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.device = device_in_words(session.user_agent)
        context["sessions"].sort(key=lambda session: (not session.is_current(), -session.pk))
        return context


@account_page
@login_required
@require_form_methods
def log_ins(request: HttpRequest) -> HttpResponseBase:
    return entrance_page(request, LogInsView)


@account_page
@login_required
@require_form_methods
def end_log_in(request: HttpRequest, pk: int) -> HttpResponse:
    """One of theirs alone: asks, and ends it. For this one there is “Log out”."""
    session = get_object_or_404(UserSession, user=person(request), pk=pk)
    if session.is_current():
        return redirect("usersessions_list")
    if request.method != "POST":
        context = {"session": session, "device": device_in_words(session.user_agent)}
        return render(request, "usersessions/end.html", context)
    end_sessions(request, [session])
    messages.success(request, "You are logged out there.")
    return redirect("usersessions_list")
