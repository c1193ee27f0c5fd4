from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_maintenance")]

    operations = [
        migrations.CreateModel(
            name="Backup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("size", models.PositiveBigIntegerField()),
                ("proved_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="backup_is_one_row")],
            },
        ),
    ]
