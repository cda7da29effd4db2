//! Pages in the shapes that content systems give them: what is the article in each, and what is not.
//!
//! All of them are invented. `A` to `D` stand for the article's paragraphs, every other sentence for
//! something beside it.

use rashomon_ingest::{Given, clean_html};
use rashomon_text::{Article, ParagraphKind, Source};

const A: &str = "The night ferry to Gozo ran aground off Comino early on Monday, the port authority said, and its \
                 ninety passengers were taken off by boat.";
const B: &str = "Nobody was hurt, according to the authority, but the ship has lost a rudder and will not sail \
                 again before the summer, it added.";
const C: &str = "A spokesman for the line, which owns three ships, said that the crew had followed every rule, and \
                 that the light on the rock had been out for a week.";
const D: &str = "The authority denies this: the light was working, it said, and the logbook of the keeper shows it.";
/// What readers and other articles say.
const ASIDE: &str = "What a shame, my aunt took that ship every week, and she always said that it would end badly, \
                     one day or another.";

fn read(page: &str) -> Article {
    let article = clean_html(Source::default(), page.as_bytes(), &Given::default());
    super::laws::check(&article);
    article
}

/// The kept text of some kind, without the marked ranges in it.
fn kept(article: &Article, kinds: &[ParagraphKind]) -> String {
    let mut out = String::new();
    for paragraph in article.paragraphs.iter().filter(|it| kinds.contains(&it.kind)) {
        for (at, c) in article.slice(paragraph.span).char_indices() {
            let at = paragraph.span.start + at as u32;
            if !article.removed.iter().any(|it| it.span.start <= at && at < it.span.end) {
                out.push(c);
            }
        }
        out.push('\n');
    }
    out
}

/// That the paragraphs are the article's running text, in this order, and nothing else is.
#[track_caller]
fn check(page: &str, paragraphs: &[&str]) -> Article {
    let article = read(page);
    let body = kept(&article, &[ParagraphKind::Body]);
    let lines: Vec<&str> = body.lines().collect();
    assert_eq!(lines, paragraphs);
    article
}

/// Around an article: a head, a menu, a side bar and a foot.
fn site(main: &str) -> String {
    format!(
        "<html lang=en><head><title>Ferry runs aground | Gozo Post</title>\
         <meta property=og:title content='Ferry runs aground'></head><body class='single has-sidebar'>\
         <div id=top><ul class=main-menu><li><a href=/>Home</a><li><a href=/sea>Sea</a><li><a href=/land>Land</a></ul></div>\
         {main}\
         <div id=sidebar><h3>Most read</h3><ul><li><a href=/1>Goat wins prize again</a><li><a href=/2>Bread dearer</a></ul></div>\
         <div id=footer><p>Gozo Post is published by Gozo Post Limited, at Victoria, every day but Sunday.</p></div>\
         </body></html>"
    )
}

#[test]
fn wordpress() {
    let page = site(&format!(
        "<div id=content class='site-content with-sidebar'><div id=post-7 class='post-7 post type-post hentry \
         category-sea tag-ads tag-comments tag-related'><h1 class=entry-title>Ferry runs aground</h1>\
         <div class=entry-meta><span class=posted-on>7 June 2021</span> by <a href=/a>Maria Vella</a></div>\
         <div class=entry-content><p>{A}</p><p>{B}</p>\
         <div class='sharedaddy sd-sharing'><h3>Share this:</h3><ul><li><a href=#>Twitter</a><li><a href=#>Facebook</a></ul></div>\
         <div id=jp-relatedposts class=jp-relatedposts><h3>Related</h3><p><a href=/3>An older wreck</a></p></div></div>\
         <div class=entry-footer>Posted in <a href=/c>Sea</a></div></div>\
         <div id=comments class=comments-area><h2>One thought</h2><ol class=comment-list><li class='comment even'>\
         <p>{ASIDE}</p><p>{ASIDE}</p><p>{ASIDE}</p></li></ol></div></div>"
    ));
    let article = check(&page, &[A, B]);
    assert_eq!(article.slice(article.title.unwrap()), "Ferry runs aground");
}

#[test]
fn drupal() {
    check(
        &site(&format!(
            "<main role=main><div class='layout-container has-sidebar'><article role=article class='node node--type-article \
             node--promoted node--view-mode-full'><h1><span class='field field--name-title field--label-hidden'>Ferry runs \
             aground</span></h1><div class=node__content><div class='clearfix text-formatted field field--name-body \
             field--label-hidden field__item'><p>{A}</p><p>{B}</p></div><div class='field field--name-field-tags'><a \
             href=/t>ships</a></div></div></article></div></main>"
        )),
        &[A, B],
    );
}

#[test]
fn page_builders() {
    check(
        &site(&format!(
            "<main><article class=page><div class='elementor elementor-7'><section class=elementor-section><div \
             class=elementor-widget-wrap><div class='elementor-element elementor-widget elementor-widget-text-editor'><div \
             class=elementor-widget-container><p>{A}</p><p>{B}</p></div></div><div class='elementor-widget \
             elementor-widget-share-buttons'><a href=#>Share on every network there is, please, dear reader.</a></div></div>\
             </section></div></article></main>"
        )),
        &[A, B],
    );
}

#[test]
fn utility_classes() {
    check(
        &site(&format!(
            "<div class='lg:w-main-with-right-sidebar overflow-hidden'><div class='hidden md:block'><p>{A}</p><p>{B}</p></div>\
             <div class='d-none d-print-block'><p>This is a printed page of the Gozo Post, of Monday, and not for sale.</p></div></div>"
        )),
        &[A, B],
    );
}

#[test]
fn chains_of_components() {
    // sections of one paragraph each, with boxes between them
    check(
        &site(&format!(
            "<div data-component=article-body><section class=text-block><p>{A}</p></section><div class=ad-slot><p>Advertisement \
             for a very fine car, at a very fine price, now.</p></div><section class=text-block><p>{B}</p></section><section \
             class=related-box><h3>Related articles</h3><ul><li><a href=/4>Bread dearer</a></ul></section><section \
             class=text-block><p>{C}</p></section><section class=text-block><p>{D}</p></section></div>"
        )),
        &[A, B, C, D],
    );
}

#[test]
fn amp() {
    check(
        &format!(
            "<html amp lang=en><head><title>Ferry runs aground</title></head><body><amp-sidebar id=s><ul><li>Home<li>Sea</ul>\
             </amp-sidebar><article class=amp-wp-article><header class=amp-wp-article-header><h1>Ferry runs aground</h1></header>\
             <div class=amp-wp-article-content><amp-img src=x></amp-img><p>{A}</p><amp-ad type=x></amp-ad><p>{B}</p></div>\
             <footer class=amp-wp-article-footer><p>Categories: sea, ships, weather, and what else there may be.</p></footer>\
             </article></body></html>"
        ),
        &[A, B],
    );
}

#[test]
fn blogger() {
    check(
        &site(&format!(
            "<div class=blog-posts><div class='post hentry uncustomized-post-template'><h3 class='post-title entry-title'>Ferry \
             runs aground</h3><div class='post-body entry-content' itemprop='description articleBody'>{A}<br><br>{B}<br><br>\
             {C}<div style='clear: both;'></div></div><div class=post-footer>Posted by M. Vella at <abbr class=published \
             title=2021-06-07>7 June 2021</abbr></div></div></div><div class=comments id=comments><p>{ASIDE}</p></div>"
        )),
        &[A, B, C],
    );
}

#[test]
fn tables_as_layout() {
    check(
        &format!(
            "<html><head><title>Ferry runs aground</title></head><body><table width=100%><tr><td width=150><a href=/>Home</a><br>\
             <a href=/sea>Sea</a><br><a href=/land>Land</a></td><td><font size=5><b>Ferry runs aground</b></font><p>{A}<p>{B}\
             <p>{C}</td><td width=150><a href=/1>Goat wins prize again</a><br><a href=/2>Bread dearer</a></td></tr></table>\
             </body></html>"
        ),
        &[A, B, C],
    );
}

#[test]
fn no_paragraphs_but_breaks() {
    check(
        &site(&format!(
            "<div class=story><h1>Ferry runs aground</h1>{A}<br><br>{B}<br><br>{C}</div>"
        )),
        &[A, B, C],
    );
}

#[test]
fn a_live_page_keeps_every_post() {
    let post = |time: &str, text: &str| {
        format!(
            "<article class=live-post><time datetime=2021-06-07T{time}:00Z>{time}</time><p>{text}</p></article>"
        )
    };
    check(
        &site(&format!(
            "<main><h1>Ferry runs aground</h1><div class=live-blog>{}{}{}</div></main>",
            post("10:00", C),
            post("09:10", B),
            post("08:30", A)
        )),
        &[C, B, A],
    );
}

#[test]
fn readers_comments_in_many_languages() {
    for name in [
        "comments",
        "commentaires",
        "kommentare",
        "comentarios",
        "reacties",
        "commenti",
        "disqus_thread",
        "fb-comments",
        "comment-list",
        "livefyre-comments",
    ] {
        let readers = format!("<p>{ASIDE}</p>").repeat(6);
        check(
            &site(&format!(
                "<div class=page><div class=text><h1>Ferry runs aground</h1><p>{A}</p><p>{B}</p><p>{C}</p></div><div \
                 class={name}>{readers}</div></div>"
            )),
            &[A, B, C],
        );
    }
}

#[test]
fn boxes_inside_the_text() {
    for class in [
        "newsletter-signup",
        "related-articles",
        "social-share",
        "cookie-notice",
        "promo",
        "recommended",
        "advertisement",
        "most-popular",
        "author-bio",
        "publicidad",
        "teaser",
    ] {
        check(
            &site(&format!(
                "<article><h1>Ferry runs aground</h1><p>{A}</p><div class='{class}'><p>{ASIDE}</p></div><p>{B}</p></article>"
            )),
            &[A, B],
        );
    }
}

#[test]
fn what_follows_under_a_heading_of_other_articles() {
    let others =
        "<div class=x><h4><a href=/5>Bread dearer</a></h4><p>My aunt took it, she says, every week.</p></div>"
            .repeat(2);
    check(
        &site(&format!(
            "<div class=column><div class=txt><h1>Ferry runs aground</h1><p>{A}</p><p>{B}</p><p>{C}</p><p>{D}</p></div>\
             <div class=head><h2>Related stories</h2></div><div class=grid>{others}</div></div>"
        )),
        &[A, B, C, D],
    );
}

#[test]
fn captions_and_block_quotes_in_reading_order() {
    let article = read(&site(&format!(
        "<article><h1>Ferry runs aground</h1><p class=standfirst>{D}</p><p>{A}</p><figure><img src=x><figcaption>The ferry on \
         the rock off Comino</figcaption></figure><p>{B}</p><blockquote><p>{C}</p></blockquote></article>"
    )));
    let all = kept(&article, &[ParagraphKind::Body, ParagraphKind::Caption]);
    assert_eq!(all.lines().collect::<Vec<_>>(), [D, A, "The ferry on the rock off Comino", B, C]);
}

#[test]
fn another_script_and_direction() {
    let first = "جنحت عبارة ليلية قبالة جزيرة كومينو في وقت مبكر من يوم الاثنين، حسبما قالت سلطة الميناء، ونُقل ركابها بالقوارب.";
    let second = "ولم يصب أحد بأذى، وفقا للسلطة، لكن السفينة فقدت دفتها ولن تبحر مرة أخرى قبل الصيف، كما أضافت.";
    let article = check(
        &format!(
            "<html lang=ar dir=rtl><body><nav><a href=/>الرئيسية</a></nav><article><h1>جنوح عبارة</h1><p>{first}</p><p>{second}</p>\
             </article></body></html>"
        ),
        &[first, second],
    );
    assert_eq!(article.language, "ar");
    assert!(article.notes.iter().any(|note| note.code == "language"));
}

#[test]
fn scripts_without_spaces() {
    let first = "港湾当局によると、夜行フェリーが月曜日の早朝、コミノ島沖で座礁し、乗客九十人がボートで救助された。";
    let second = "当局によれば、けが人はいなかったが、船は舵を失い、夏までは航海できないという。";
    check(
        &format!(
            "<html lang=ja><body><ul><li><a href=/>ホーム</a><li><a href=/s>海</a></ul><div class=article><h1>フェリー座礁</h1>\
             <p>{first}</p><p>{second}</p></div></body></html>"
        ),
        &[first, second],
    );
}

#[test]
fn a_short_report_among_many_scraps() {
    // share buttons and a list weigh more than the one paragraph of the report
    let buttons = "<li><a href=#>Another network</a></li>".repeat(12);
    check(
        &site(&format!(
            "<div class=text><h1>Ferry runs aground</h1><p>{A}</p><p>{B}</p><ul class=buttons>{buttons}</ul></div>"
        )),
        &[A, B],
    );
}
