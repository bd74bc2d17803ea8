"""Product types, and the products that stand for each."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.brands import Brand
from catalog.models.offers import Offer
from catalog.models.ownership import OneBrand
from catalog.pictures import picture_storage
from catalog.tags import fold_all, split_tags
from catalog.validators import (
    validate_color,
    validate_key,
    validate_seen,
    validate_sku,
    validate_tags,
    validate_web_address,
)

MAX_PRICE = 100_000_000


class ProductQuerySet(models.QuerySet["Product"]):
    def listed(self) -> ProductQuerySet:
        return self.filter(is_listed=True)


class Product(models.Model):
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="products", verbose_name=_("brand"))
    key = models.CharField(_("key (SKU)"), max_length=100, validators=[validate_sku, validate_seen])
    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("one line"), max_length=160, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    price = models.PositiveIntegerField(_("price in yen, tax included"), validators=[MaxValueValidator(MAX_PRICE)])
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text=_("Such as 100g."))
    stock = models.PositiveIntegerField(_("stock"), null=True, blank=True, help_text=_("Empty: not counted."))
    tags = models.CharField(
        _("tags"),
        max_length=400,
        blank=True,
        validators=[validate_tags],
        help_text=_("Separated by commas, or by spaces."),
    )
    url = models.URLField(_("page in the shop"), blank=True, validators=[validate_web_address])
    image = models.FileField(_("picture"), upload_to="pictures", storage=picture_storage, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=160, blank=True)
    is_listed = models.BooleanField(_("recommended to people"), default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("brand", "key")
        constraints = [models.UniqueConstraint(fields=["brand", "key"], name="product_key_unique_in_brand")]

    def __str__(self) -> str:
        return self.name

    @property
    def tag_set(self) -> frozenset[str]:
        """The tags as they are compared with those that choices ask for."""
        return fold_all(split_tags(self.tags))

    @property
    def is_sold_out(self) -> bool:
        return self.stock == 0


class ProductType(OneBrand):
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="types", verbose_name=_("brand"))
    key = models.CharField(_("key"), max_length=50, validators=[validate_key])
    name = models.CharField(_("name"), max_length=80)
    tagline = models.CharField(_("one line"), max_length=160, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    color = models.CharField(_("colour"), max_length=7, blank=True, validators=[validate_color])
    image = models.FileField(_("picture"), upload_to="pictures", storage=picture_storage, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=160, blank=True)
    products = models.ManyToManyField(Product, through="TypeProduct", related_name="types", verbose_name=_("products"))
    offer = models.ForeignKey(
        Offer, on_delete=models.SET_NULL, null=True, blank=True, related_name="types", verbose_name=_("offer")
    )

    class Meta:
        verbose_name = _("product type")
        verbose_name_plural = _("product types")
        ordering = ("brand", "key")
        constraints = [models.UniqueConstraint(fields=["brand", "key"], name="type_key_unique_in_brand")]

    def __str__(self) -> str:
        return self.name

    def product_keys(self, role: str) -> list[str]:
        """Return the keys of the products in one role of this type, in the author's order."""
        return [row.product.key for row in self.type_products.all() if row.role == role]


class Article(models.Model):
    """Something to read or to watch for people of a type."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        VIDEO = "video", _("video")

    type = models.ForeignKey(ProductType, on_delete=models.CASCADE, related_name="articles")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ARTICLE)
    title = models.CharField(_("title"), max_length=120)
    url = models.URLField(_("address"), validators=[validate_web_address])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("article or video")
        verbose_name_plural = _("articles and videos")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class TypeProduct(OneBrand):
    """A product's place in a type: its pick, or its safety net when the rules leave no pick."""

    class Role(models.TextChoices):
        PICK = "pick", _("recommended")
        SAFETY_NET = "safety_net", _("safety net")

    type = models.ForeignKey(ProductType, on_delete=models.CASCADE, related_name="type_products")
    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="type_products", verbose_name=_("product")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PICK)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("product of the type")
        verbose_name_plural = _("products of the type")
        ordering = ("role", "position", "pk")
        constraints = [
            models.UniqueConstraint(fields=["type", "product", "role"], name="type_product_once_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.type} – {self.product}"
