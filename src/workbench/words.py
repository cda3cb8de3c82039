"""Closed classes of English words that several rooms ask for. No name of anybody is listed."""


def word_set(words: str) -> frozenset[str]:
    """Words of a closed class, written as one string."""
    return frozenset(words.split())


MONTHS = word_set("january february march april may june july august september october november "
                  "december")
DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
STARTERS = word_set(
    "a after all although amid an another any as at because before both but despite during each "
    "even every few former he her his how however if in instead is it its later many meanwhile "
    "more moreover most my no nor not now once one only or other our she since so some still such "
    "that the their then there these they this those though today under unless unlike until we "
    "what when whenever where whereas whether which while who why will yet you your")
"""Words that are written with a capital only because a sentence begins with them."""
FUNCTION = STARTERS | word_set(
    "across against and are around by can could did do does for from had has have into may might "
    "must near of on over should than through to via was were with within without would")
NUMERALS = word_set("two three four five six seven eight nine ten eleven twelve dozens hundreds "
                    "thousands millions")
PARTICLES = word_set("van von de der den del della di da dos du la le el al bin ibn ter zu wa")
"""Small words inside names of persons."""
SUFFIXES = word_set("jr sr ii iii iv qc kc mp mep")
TITLES = word_set(
    "president vice-president minister secretary chancellor premier pm ambassador envoy senator "
    "sen sens representative rep reps congressman congresswoman governor gov mayor king queen "
    "prince princess pope emperor mr mrs ms miss mx dr prof professor sir dame lord lady baroness "
    "baron speaker leader chief chairman chairwoman chair director commissioner general gen "
    "admiral adm colonel col captain capt major maj lieutenant lt sergeant sgt marshal commander "
    "judge justice attorney adviser advisor spokesman spokeswoman spokesperson candidate "
    "republican democrat comrade reverend rev archbishop bishop cardinal sheikh ayatollah crown "
    "billionaire tycoon ceo counterpart doctor inspector superintendent constable detective "
    "coroner magistrate prosecutor treasurer administrator brigadier commodore skipper")
HEADS = (
    "Times|Post|Herald|Tribune|Journal|Gazette|Express|News|Today|Telegraph|Guardian|Review|"
    "Magazine|Radio|Television|TV|University|College|School|Institute|Institution|Cent(?:er|re)|"
    "Council|Commission|Committee|Agency|Authority|Bank|Fund|Foundation|Association|Federation|"
    "Society|Court|Department|Ministry|Office|Bureau|Service|Services|Party|Army|Navy|Air Force|"
    "Armed Forces|Guard|Corps|Command|Police|Airlines|Airways|Company|Corporation|Corp|Inc|Group|"
    "Holdings|Industries|Street|Road|Avenue|Square|Station|Airport|Hotel|Stadium|Tower|Museum|"
    "Library|League|Cup|Games|Championships?|Academy|Network|Forum|Club|Parliament|Senate|"
    "Assembly|Organi[sz]ation|Initiative|Republic|Treaty|Convention|Act|Prize|Time|Sea|Ocean|"
    "River|Coast")
"""Nouns that head names of institutions, newspapers and places."""
MEDIA_HEADS = "Times|Post|Herald|Tribune|Journal|Gazette"
BODY_HEADS = (
    r"Institut(?:e|ion)|Cent(?:er|re)|Council|Commission|Committee|Agency|Authority|"
    r"Bank|Fund|Foundation|Association|Federation|Society|Court|Department|Ministry|Bureau|"
    r"Party|University|College|Academy|Airlines|Airways|Corporation|Organi[sz]ation|Parliament|"
    rf"Senate|Assembly|Union|Front|Movement|Group|Forum|Alliance|Initiative|Network|{MEDIA_HEADS}")
"""Those of `HEADS` that make a name one of an organisation or newspaper."""
IRREGULAR_DEMONYMS = word_set(
    "british briton britons brit brits english scottish scots scot welsh irish french frenchman "
    "frenchmen frenchwoman dutch greek greeks swiss czech czechs slovak slovaks slovene slovenes "
    "croat croats serb serbs thai thais turk turks kurd kurds dane danes danish finn finns swede "
    "swedes pole poles spaniard spaniards filipino filipinos argentine argentines afghan afghans "
    "arab arabs uzbek uzbeks kazakh kazakhs kyrgyz tajik tajiks soviet soviets norse lao "
    "democrat democrats")
COMPASS = word_set("north south east west northeast northwest southeast southwest")
SAY_AFTER_NAME = word_set("said says told added wrote argued warned insisted noted posted")
"""Verbs before which an unintroduced surname is a person."""
PERSON_ROLE = (
    r"(?:president|minister|secretary|chancellor|premier|ambassador|envoy|senator|lawmaker|"
    r"representative|governor|mayor|king|queen|prince|princess|pope|speaker|leader|head|chief|"
    r"chair(?:man|woman)?|director|commissioner|commander|general|admiral|colonel|captain|officer|"
    r"official|judge|justice|lawyer|attorney|advis[eo]r|aide|spokes(?:man|woman|person)|candidate|"
    r"analyst|expert|fellow|professor|researcher|scientist|economist|historian|strategist|"
    r"diplomat|negotiator|politician|activist|campaigner|author|writer|editor|journalist|reporter|"
    r"correspondent|photographer|cartoonist|founder|co-founder|owner|executive|entrepreneur|"
    r"billionaire|manager|member|veteran|deputy|coach|actor|actress|singer|resident|treasurer|"
    r"inspector|superintendent|detective|coroner|magistrate|prosecutor|administrator|skipper)s?")
SPEAKER_TITLE = (
    r"(?i:ambassador|candidate|chair|chairman|chancellor|chief|commander|commissioner|director|"
    r"envoy|general|gen\.?|governor|judge|king|leader|mayor|minister|mrs?\.?|ms\.?|pope|premier|"
    r"president|queen|secretary|secretary-general|senator|sir|spokes(?:man|woman|person)|advis[eo]r)")
SPEAKER_ROLE = (
    rf"(?:{SPEAKER_TITLE}|aide|analyst|author|diplomat|expert|founder|lawmaker|official|professor)")
PEOPLE = (
    r"(?i:aide|ally|allies|analyst|author|critic|diplomat|envoy|expert|government|judge|lawmaker|"
    r"leader|minister|official|people|representative|researcher|scientist)s?")
IMPERSONAL = (
    r"(?i:agency|analysis|army|commission|communiqu[eé]|company|conclusion|council|court|"
    r"department|document|draft|embassy|filing|government|group|letter|memo|military|ministry|"
    r"notice|office|paper|party|report|resolution|statement|study|survey|text|transcript)s?")
"""What speaks in print without being a person."""
PREPOSITION = r"(?:of|for|from|to|with|in|at|by|on|about|including|under|against|between)"
LY = r"(?-i:(?!family|ally|italy|july|assembly)[a-z]\w*ly)"  # Kelly and Sally are names
MEDIUM = (r"(?:newspaper|paper|magazine|weekly|daily|tabloid|podcast|broadcaster|website|outlet|"
          r"agency|channel|network|television|radio|station|newsletter)")
"""What a newspaper or broadcaster is called beside its name."""
DAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
SAID = (
    r"sa(?:id|ys|ying)|t(?:old|ells|elling)|wr(?:ote|ites|iting)|repl(?:ied|ies|ying)|"
    r"(?:accus|acknowledg|add|admitt|advis|answer|argu|ask|assert|assur|blast|boast|brand|call|"
    r"caution|claim|complain|conced|condemn|contend|critici[sz]|declar|denounc|deplor|describ|"
    r"dismiss|dub|emphasi[sz]|exclaim|explain|hail|hint|indicat|inform|insist|jok|label|lambast|"
    r"lament|liken|maintain|mock|mus|not|observ|post|prais|predict|quipp|recall|reiterat|remark|"
    r"respond|retort|reveal|slamm|stress|suggest|testif|threaten|tout|tweet|underlin|underscor|"
    r"urg|vow|warn)(?:ed|ied|ing)|"
    r"(?:add|argue|ask|call|claim|describe|explain|indicate|insist|joke|note|observe|predict|"
    r"recall|remark|suggest|warn)s|"
    r"points? out|point(?:ed|ing) (?:out|to)|refer(?:s|red|ring) to")
"""Verbs of speech that introduce a quotation wherever they stand."""
SAID_IF_NEXT = (
    r"(?:acknowledge|admit|agree|announce|believe|caution|conclude|confirm|continue|demand|note|"
    r"pledge|promise|propose|recogni[sz]e|repeat|state)[ds]?|thought|reads?|"
    r"(?:agree|announc|believ|conclud|confirm|continu|pledg|promis|propos|recogni[sz]|repeat)ing")
"""Those that introduce one only when it follows at once."""
