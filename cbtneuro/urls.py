"""Where each address leads."""

from django.contrib import admin
from django.urls import include, path

from cbtneuro import pages
from cbtneuro.colours import site_css
from cbtneuro.first_page.home import home
from cbtneuro.oembed import oembed
from cbtneuro.outages.health import live, ready
from cbtneuro.page_cache.offline import offline, service_worker
from harvesting.views import harvest
from operations.metrics.page import metrics

urlpatterns = [
    path("", home, name="home"),
    path("", include("articles.urls")),
    path("", include("articles.browse.urls")),
    path("", include("lists.urls")),
    path("", include("members.urls")),
    path("", include("insights.urls")),
    path("api/", include("api.urls")),
    path("library/", include("library.following.following_urls")),
    path("library/", include("library.urls")),
    path("shared/", include("library.own_lists.shared_urls")),
    path("desk/webhooks/", include("webhooks.urls")),
    path("desk/", include("desk.urls")),
    path("preview/", include("desk.sharing.shared_urls")),
    path("about/", pages.about, name="about"),
    path("terms/", pages.terms, name="terms"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("oembed", oembed, name="oembed"),
    path("oai/", harvest, name="harvest"),
    path("offline/", offline, name="offline"),
    path("service-worker.js", service_worker, name="service-worker"),
    path("site.css", site_css, name="site-css"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.site_map, name="sitemap"),
    path("sitemap-<slug:section>-<int:number>.xml", pages.part_of_site_map, name="sitemap-part"),
    path("metrics", metrics, name="metrics"),
    path("health/", ready, name="health"),
    path("health/live", live, name="health-live"),
    path("health/ready", ready, name="health-ready"),
    path(".well-known/change-password", pages.change_password, name="change-password"),
    path(".well-known/security.txt", pages.security_txt, name="security-txt"),
    path("admin/", admin.site.urls),
]

handler400 = "cbtneuro.outages.errors.bad_request"
handler500 = "cbtneuro.outages.errors.server_error"
handler429 = "members.entrance.rate_limits.refused_by_library"  # allauth's limits answer with it
