from __future__ import annotations

from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from catalog.models import Brand, Product, ProductType, TypeProduct
from tests.factories import make_brand, make_offer, make_product, make_staff, make_type

pytestmark = pytest.mark.django_db
NAMES = ["brand", "product", "producttype", "offer"]


@pytest.fixture
def staff(client):
    client.force_login(make_staff())
    return client


def make_all():
    brand = make_brand()
    return {
        "brand": brand,
        "product": make_product(brand=brand),
        "producttype": make_type(brand=brand),
        "offer": make_offer(brand=brand),
    }


def pages_of(name, row):
    root = f"admin:catalog_{name}"
    return [
        reverse(f"{root}_changelist"),
        reverse(f"{root}_add"),
        *(reverse(f"{root}_{page}", args=[row.pk]) for page in ("change", "history", "delete")),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_for_who_may_do_everything(staff, name):
    row = make_all()[name]

    answers = {url: staff.get(url).status_code for url in pages_of(name, row)}

    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_refused_to_staff_without_permissions(client, name):
    client.force_login(make_staff(is_superuser=False))
    row = make_all()[name]

    answers = {url: client.get(url).status_code for url in pages_of(name, row)}

    assert set(answers.values()) == {403}, answers


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_long_they_are(staff, django_assert_num_queries, count):
    brand = make_brand()
    for number in range(count):
        make_product(brand=brand, key=f"KMR-{number}")
        make_type(brand=brand, key=f"type{number}", offer=make_offer(brand=brand, key=f"offer{number}"))
    staff.get(reverse("admin:index"))

    with django_assert_num_queries(6):
        staff.get(reverse("admin:catalog_product_changelist"))
    with django_assert_num_queries(6):
        staff.get(reverse("admin:catalog_producttype_changelist"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_type_reads_the_products_once(staff, django_assert_num_queries, count):
    product_type = make_type()
    for number in range(count):
        TypeProduct.objects.create(type=product_type, product=make_product(key=f"KMR-{number}"), position=number)
    url = reverse("admin:catalog_producttype_change", args=[product_type.pk])
    staff.get(url)

    with django_assert_num_queries(8):
        staff.get(url)


def test_a_product_of_another_brand_cannot_be_put_into_a_type(staff):
    product_type = make_type()
    foreign = make_product(brand=make_brand(key="kokochi", name="ここち肌研究室"), key="KKC-01")
    url = reverse("admin:catalog_producttype_change", args=[product_type.pk])

    page = staff.post(url, type_data(product_type, product=foreign.pk))

    assert page.status_code == 200
    assert not TypeProduct.objects.exists()


def test_the_key_and_the_brand_are_fixed_once_saved(staff):
    product_type = make_type(key="morning")
    other = make_brand(key="kokochi", name="ここち肌研究室")
    url = reverse("admin:catalog_producttype_change", args=[product_type.pk])

    staff.post(url, type_data(product_type, key="evening", brand=other.pk, name="夕ひかりタイプ"))

    product_type.refresh_from_db()
    assert (product_type.key, product_type.brand.key, product_type.name) == ("morning", "komorebi", "夕ひかりタイプ")


def test_an_uploaded_picture_is_encoded_anew_and_named_by_its_content(staff):
    product = make_product()
    url = reverse("admin:catalog_product_change", args=[product.pk])
    upload = SimpleUploadedFile("豆 01.PNG", photograph(), content_type="image/png")

    staff.post(url, {"name": product.name, "price": 1480, "image": upload})

    product.refresh_from_db()
    assert product.image.name.startswith("pictures/01-")
    assert product.image.name.endswith(".webp")
    assert product.image.read()[8:12] == b"WEBP"


def test_what_is_not_a_picture_is_refused_in_words(staff):
    product = make_product()
    url = reverse("admin:catalog_product_change", args=[product.pk]) + "?lang=en"
    upload = SimpleUploadedFile("bean.png", b"<script>alert(1)</script>", content_type="image/png")

    page = staff.post(url, {"name": product.name, "price": 1480, "image": upload})

    assert "This is not a picture that can be read" in page.text
    assert not Product.objects.get().image


def test_a_drawing_that_runs_code_is_refused(staff):
    product_type = make_type()
    url = reverse("admin:catalog_producttype_change", args=[product_type.pk])
    upload = SimpleUploadedFile("sun.svg", drawing("<script>alert(1)</script>"), content_type="image/svg+xml")

    staff.post(url, type_data(product_type, image=upload))

    assert not ProductType.objects.get().image


def test_origins_are_written_one_a_line_and_in_their_normal_form(staff):
    brand = make_brand()
    url = reverse("admin:catalog_brand_change", args=[brand.pk])

    staff.post(url, brand_data(embed_origins="https://www.EXAMPLE.jp/\r\nhttps://shop.example.jp"))

    assert Brand.objects.get().origins == ("https://www.example.jp", "https://shop.example.jp")


@pytest.mark.parametrize("origin", ["https://*.co.jp", "http://example.jp", "https://example.jp/quiz", "javascript:1"])
def test_what_is_no_origin_is_refused(staff, origin):
    brand = make_brand()
    url = reverse("admin:catalog_brand_change", args=[brand.pk])

    page = staff.post(url, brand_data(embed_origins=origin))

    assert page.status_code == 200
    assert Brand.objects.get().origins == ()


def test_contrast_is_told_in_words(staff):
    brand = make_brand(color="#ffe9a8")

    page = staff.get(reverse("admin:catalog_brand_change", args=[brand.pk]) + "?lang=en")

    assert "1.2 : 1 – White text on it is hard to read; choose a darker colour." in page.text


def test_hostile_names_are_inert_in_lists_and_history(staff):
    brand = make_brand(name="<script>alert(1)</script>")
    staff.post(reverse("admin:catalog_brand_change", args=[brand.pk]), brand_data(name="<img src=x onerror=alert(2)>"))

    pages = [staff.get(url).text for url in pages_of("brand", brand)] + [staff.get(reverse("admin:index")).text]

    assert LogEntry.objects.count() == 1
    assert not any("<script>alert" in text or "<img src=x" in text for text in pages)


def type_data(product_type, **changes):
    given = {"product": changes.pop("product", "")}
    rows = {"type_products-TOTAL_FORMS": 1 if given["product"] else 0, "type_products-INITIAL_FORMS": 0}
    rows |= {"articles-TOTAL_FORMS": 0, "articles-INITIAL_FORMS": 0}
    row = {f"type_products-0-{name}": value for name, value in {"position": 0, "role": "pick", **given}.items()}
    return {"name": product_type.name, **rows, **row, **changes}


def brand_data(**changes):
    return {"name": "こもれび珈琲", "color": "#8a4b2a", "heading": "mincho", "radius": "round", **changes}


def photograph(color: str = "#8a4b2a") -> bytes:
    content = BytesIO()
    Image.new("RGB", (8, 6), color).save(content, "PNG")
    return content.getvalue()


def drawing(inside: str = '<circle r="4"/>') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{inside}</svg>'.encode()
