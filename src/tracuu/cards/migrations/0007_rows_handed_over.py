from django.db import migrations, models


class Migration(migrations.Migration):
    """Words only: a further kind of row, for cards that were handed over at the counter."""

    dependencies = [("cards", "0006_stage_days")]

    operations = [
        migrations.AlterField(
            model_name="reviewrow",
            name="kind",
            field=models.CharField(choices=[('rejected', 'Bị từ chối'), ('ambiguous', 'Không rõ là ai'), ('moved_back', 'Đòi lùi trạng thái'), ('held', 'Cán bộ đã sửa tay sau ngày của danh sách'), ('handed_over', 'Đã trả ở quầy'), ('corrected', 'Sửa thông tin'), ('namesake', 'Trùng họ tên và ngày sinh'), ('foreign', 'Giống người của đơn vị khác')], max_length=12),
        ),
    ]
