//! The table of what time expressions say: the text, each expression in brackets, and its value.

use rashomon_text::{Article, TimeValue, time::Date};

use crate::Annotator;

/// The time expressions of `text` with their TIMEX3 values for an article of Friday, 9 September 2022.
fn check(text: &str) -> String {
    let published = TimeValue::day(Date::constant(2022, 9, 9));
    let article = Article::plain(text);
    let analysis = Annotator::new().annotate(&article);
    let render = |time: &crate::TimeMention| {
        let (_, value) = time.expr.timex(published);
        format!("{} = {value}", time.span.slice(text))
    };
    analysis.times.iter().map(render).collect::<Vec<_>>().join(" | ")
}

#[test]
fn table() {
    #[rustfmt::skip]
    let table = [
        // dates
        ("They signed it on 7 September 2022 in Rome.", "7 September 2022 = 2022-09-07"),
        ("They signed it on September 7, 2022, in Rome.", "September 7, 2022 = 2022-09-07"),
        ("The pact of 1979 was torn up.", "1979 = 1979"),
        ("The guild was founded in 1492.", "1492 = 1492"),
        ("He lost the 1998 elections.", "1998 = 1998"),
        ("The talks broke down on July 15.", "July 15 = 2022-07-15"),
        ("The ministers will meet on October 3.", "October 3 = 2022-10-03"),
        ("The bridge fell in July.", "July = 2022-07"),
        ("The congress was held on July 23-24, 2022.", "July 23-24, 2022 = 2022-07-23/2022-07-24"),
        ("The congress was held from 23 to 24 July.", "from 23 to 24 July = 2022-07-23/2022-07-24"),
        // weekdays, by the tense of the verb
        ("The minister left on Wednesday.", "Wednesday = 2022-09-07"),
        ("The minister will leave on Wednesday.", "Wednesday = 2022-09-14"),
        ("The guild planned a march on Wednesday.", "Wednesday = 2022-09-14"),
        ("The talks are to be held on Wednesday.", "Wednesday = 2022-09-14"),
        ("She wrote in a letter on Wednesday they will act.", "Wednesday = 2022-09-07"),
        ("The treaty signed Monday will be ratified.", "Monday = 2022-09-05"),
        ("The ministers discussed Tuesday's vote.", "Tuesday = 2022-09-06"),
        ("The talks begin on Wednesday.", "Wednesday = 2022-09-14"),
        ("Crowds gather in the capital on Wednesday.", "Wednesday = 2022-09-07"),
        ("The bomb must have been planted on Wednesday.", "Wednesday = 2022-09-07"),
        ("The vote was postponed until Monday.", "Monday = 2022-09-12"),
        ("The vote was postponed on Monday.", "Monday = 2022-09-05"),
        ("The council voted on Wednesday morning.", "Wednesday morning = 2022-09-07TMO"),
        // from the day of publication
        ("The dam broke nearly two months ago.", "nearly two months ago = 2022-07"),
        ("The army withdrew last year.", "last year = 2021"),
        ("Prices rose earlier this month.", "earlier this month = 2022-09"),
        ("The road was closed yesterday.", "yesterday = 2022-09-08"),
        ("The fleet sailed this summer.", "this summer = 2022-SU"),
        ("Violence has grown over the past two weeks.", "the past two weeks = P2W"),
        // ranges and decades
        ("Nobody forgot the 1980-88 war.", "1980-88 = 1980/1988"),
        ("He ruled from 1980 to 1988.", "from 1980 to 1988 = 1980/1988"),
        ("She lived there between 2010 and 2012.", "between 2010 and 2012 = 2010/2012"),
        ("The plant was built in the 2000s.", "the 2000s = 200"),
        ("Nothing like it was seen in two decades.", "two decades = P20Y"),
        // quarters and what they are held against
        ("The line earned $3 million in the third quarter, from $2 million a year earlier.",
            "the third quarter = 2022-Q3 | a year earlier = 2021-Q3"),
        ("The mill lost $3 million in the quarter.", "the quarter = 2022-Q2"),
        // the clock
        ("The blast was heard at 10:30 GMT on Friday.", "10:30 GMT on Friday = 2022-09-09T10:30"),
        ("07 September 2022 - 21:25", "07 September 2022 - 21:25 = 2022-09-07T21:25"),
        ("The train left at 9 a.m. Tuesday from the old station.", "9 a.m. Tuesday = 2022-09-06T09:00"),
        ("They met on Monday at 10 a.m. in the old hall.", "Monday at 10 a.m. = 2022-09-05T10:00"),
        // from a time told before
        ("He was seized on Monday and freed the next day.", "Monday = 2022-09-05 | the next day = 2022-09-06"),
        ("War broke out in 1914. Peace came four years later.", "1914 = 1914 | four years = 1918"),
        // lengths and repetitions
        ("The envoys were given 24 hours to leave.", "24 hours = PT24H"),
        ("The two have quarrelled for years.", "years = PXY"),
        ("The guard changes every Friday.", "every Friday = XXXX-WXX-5"),
        ("The fee rises annually.", "annually = P1Y"),
        ("It sells four million barrels per year.", "per year = P1Y"),
        // no times
        ("Karim Jan, a shopkeeper, read the People's Daily.", ""),
        ("They said so on many occasions.", ""),
        ("Aid was sent to 2,000 villages, 300 meters apart.", ""),
        ("Aid was sent to people in 2000 villages.", ""),
        ("It is told on page 1984 of the record.", ""),
        ("The 45-year-old farmer owned 1950 sheep.", ""),
    ];
    for (text, expected) in table {
        assert_eq!(check(text), expected, "{text}");
    }
}

/// Whatever the text, the mentions are in order, apart from one another, and cut between characters.
#[test]
fn odd_input_gives_sound_spans() {
    let long = "1 and a half or two to three hundred and ".repeat(300);
    let texts = [
        "",
        "'",
        "'s '90s 's",
        "1/2/3/4 31/12/9999 99/99/2000 0000-00-00 2022-13-45",
        "the 999th century of the 32768th century",
        "from 2000 to from 2000 to between 1999 and",
        "٣ يوليو ٢٠٢٢ — «في يوليو»",
        "on\u{a0}Wednesday\u{200b}, Sept.\u{2009}30 – 9 a.m. Tuesday’s",
        "9 p.m.\nTuesday\n9 p.m. 10 a.m. 11 p.m.",
        "a a a an an the the early late mid - the end of the end of",
        "99999999999999999999 years ago in 4294967296 days",
        long.as_str(),
    ];
    for text in texts {
        let article = Article::plain(text);
        let analysis = Annotator::new().annotate(&article);
        let mut end = 0;
        for time in &analysis.times {
            assert!(time.span.start >= end, "{text:?}: {time:?} comes before {end}");
            assert!(!time.span.slice(text).is_empty(), "{text:?}: {time:?}");
            assert!(!time.tokens.is_empty(), "{text:?}: {time:?}");
            end = time.span.end;
        }
    }
}
