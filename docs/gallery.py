"""Make the pictures of docs/gallery.md from the sample: ``make gallery``.

A chart is drawn as it is; what is HTML is opened in Chromium, as `tests/browser.py` does.
"""

from pathlib import Path

import altair as alt
import vl_convert

import workbench
from workbench import actors, charts, render, reuse, timelines

PICTURES = Path(__file__).parent / "pictures"


def sample_charts() -> dict[str, alt.Chart]:
    """Every kind of chart, drawn from the sample, by the name of its picture."""
    bench = workbench.load()
    counts = actors.count_mentions(bench.mentions, bench.quotes, bench.actors, bench.articles)
    months = bench.timeline.query("series_kind == 'topic' and freq == 'MS'")
    labels = dict(zip(bench.topics["topic_id"], bench.topics["label"], strict=True))
    pairs = actors.co_mentions(bench.mentions, bench.actors)
    counted = (bench.mentions, bench.quotes, bench.actors, bench.articles)
    overlap = reuse.outlet_overlap(bench.alignments, bench.articles)
    politico = bench.articles["outlet"].eq("Politico")
    apart = timelines.compare_groups(bench.article_topics, bench.articles[politico],
                                     bench.articles[~politico], by="topic")
    return {
        "ledger": charts.ledger_chart(bench.ledger),
        "publication": charts.publication_chart(bench.articles),
        "mentions": charts.mention_chart(counts, top=15),
        "by-outlet": charts.mention_outlet_chart(
            actors.count_mentions_by(*counted, by="outlet"), top=15),
        "by-period": charts.mention_period_chart(actors.count_mentions_by(*counted, by="MS")),
        "together": charts.co_mention_chart(pairs, top=10),
        "network": charts.co_mention_network_chart(pairs, top=15),
        "passages": charts.alignment_chart(bench.alignments, bench.articles),
        "outlets": charts.overlap_chart(overlap),
        "outlet-network": charts.overlap_network_chart(overlap),
        "witnesses": charts.cluster_chart(bench.clusters, bench.articles, top=4),
        "topics": charts.timeline_chart(months, top=6, bursts=timelines.find_bursts(months),
                                        labels=labels),
        "heat-map": charts.heat_map(months, labels=labels),
        "events": charts.event_chart(bench.events, months, top=12, labels=labels),
        "difference": charts.difference_chart(apart, left="Politico", right="the other outlets",
                                              labels=labels),
    }


def main() -> None:
    """Draw every chart of the sample into docs/pictures."""
    render.enable(svg=False)
    PICTURES.mkdir(exist_ok=True)
    for name, chart in sample_charts().items():
        picture = vl_convert.vegalite_to_png(chart.to_dict(), scale=1)
        (PICTURES / f"{name}.png").write_bytes(picture)


if __name__ == "__main__":
    main()
