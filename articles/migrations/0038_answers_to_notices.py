"""What editors answered to notices about the papers of an article."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.documents import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0037_citation_style'),
        ('bibliography', '0002_notices'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='act',
            field=models.CharField(choices=[('published', 'Published'), ('scheduled', 'Scheduled'), ('called-off', 'Scheduled changes called off'), ('kept-back', 'Scheduled changes could not be published'), ('withdrawn', 'Withdrawn'), ('returned', 'Returned to draft'), ('sent-to-review', 'Sent to review'), ('changes-requested', 'Changes requested'), ('approved', 'Approved'), ('approval-voided', 'Approval voided by an edit'), ('created', 'Created'), ('restored', 'Restored'), ('merged', 'Merged'), ('discarded', 'Changes thrown away'), ('assigned', 'Assigned'), ('tagged', 'Tags changed'), ('preview-shared', 'Preview link made'), ('preview-ended', 'Preview link ended'), ('commented', 'Commented'), ('comment-resolved', 'Comment resolved'), ('comment-reopened', 'Comment opened again'), ('notice-answered', 'Notice about a paper answered'), ('answer-undone', 'Answer to a notice taken back')], max_length=17),
        ),
        migrations.CreateModel(
            name='NoticeAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('keep', 'It stays as it is'), ('rewrite', 'It is to be rewritten'), ('withdraw', 'It is to be withdrawn'), ('not-applicable', 'The notice changes nothing in it')], max_length=14)),
                ('remark', models.CharField(blank=True, help_text='Readers see it below the notice.', max_length=500)),
                ('at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_answers', to='articles.article')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='bibliography.notice')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('article', 'notice'), name='notice_answered_once'), models.CheckConstraint(condition=models.Q(('answer__in', ['keep', 'rewrite', 'withdraw', 'not-applicable'])), name='notice_answer_known')],
            },
        ),
        migrations.RunPython(triggers.install, migrations.RunPython.noop),
    ]
