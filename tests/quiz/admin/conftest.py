from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import make_staff


@pytest.fixture
def staff(client: Client) -> Client:
    """A browser of somebody who may do everything."""
    client.force_login(make_staff(username="hanako"))
    return client
