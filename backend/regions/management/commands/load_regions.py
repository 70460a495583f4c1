"""Load the provinces and communes; may be run again at any time."""

from django.core.management.base import BaseCommand

from backend.regions import services


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        loaded = services.load_regions()
        self.stdout.write(
            f"{loaded.provinces} provinces, {loaded.communes} communes, "
            f"{loaded.former_units} former units"
        )
