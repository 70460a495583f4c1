"""What several apps answer in the same shape, told once for the API's readers."""

from typing import Any

from rest_framework import serializers


class Picture(serializers.Serializer[Any]):
    """As `core.pictures.picture` makes it."""

    src = serializers.CharField()
    srcset = serializers.CharField()
    alt = serializers.CharField()
