"""A POST in Django, once as one writes it first, and once with the form that Django offers."""

import json

import django
from django import forms
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path

settings.configure(
    SECRET_KEY="not a secret: nothing here is signed",
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
)
django.setup()


class ItemForm(forms.Form):
    name = forms.CharField()
    price = forms.FloatField(min_value=0)
    quantity = forms.IntegerField(min_value=1)


def items(request: HttpRequest) -> JsonResponse:
    item = json.loads(request.body)
    return JsonResponse({"name": item["name"], "total": item["price"] * item["quantity"]})


def form_items(request: HttpRequest) -> JsonResponse:
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        return JsonResponse({"error": "the body is not a JSON object"}, status=422)
    form = ItemForm(given)
    if not form.is_valid():
        return JsonResponse(form.errors.get_json_data(), status=422)
    item = form.cleaned_data
    return JsonResponse({"name": item["name"], "total": item["price"] * item["quantity"]})


urlpatterns = [path("items", items), path("form-items", form_items)]
app = get_wsgi_application()
