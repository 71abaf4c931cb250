from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0010_related"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rebuild",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("first", models.PositiveBigIntegerField()),
                ("last", models.PositiveBigIntegerField()),
                ("size", models.PositiveIntegerField()),
            ],
        ),
    ]
