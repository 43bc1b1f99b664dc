"""reelhouse: films to stream and to rent. snake_case in the singular, running times in minutes and plays in seconds, three many-to-many tables (genres, cast, directors and writers),
a country code looked up elsewhere, sequels that point at their film, 0/1 flags, dates as ISO text; NULL = not ended, not returned, not rated."""
import os, random, sqlite3, sys
from datetime import datetime, timedelta

SCHEMA = """
CREATE TABLE nation (nation_code TEXT PRIMARY KEY, nation_name TEXT);
CREATE TABLE studio (studio_id INTEGER PRIMARY KEY, studio_name TEXT, nation_code TEXT);
CREATE TABLE movie (movie_id INTEGER PRIMARY KEY, title TEXT, year_made INTEGER, length_min INTEGER, age_limit INTEGER, studio_id INTEGER, original_language TEXT, budget_musd REAL, box_office_musd REAL, sequel_to INTEGER, added_on TEXT, removed_on TEXT);
CREATE TABLE genre (genre_id INTEGER PRIMARY KEY, genre_name TEXT);
CREATE TABLE movie_genre (movie_id INTEGER, genre_id INTEGER, is_main INTEGER, PRIMARY KEY (movie_id, genre_id));
CREATE TABLE person (person_id INTEGER PRIMARY KEY, full_name TEXT, born_on TEXT, died_on TEXT, gender TEXT, nation_code TEXT);
CREATE TABLE movie_cast (movie_id INTEGER, person_id INTEGER, character_name TEXT, billing INTEGER, PRIMARY KEY (movie_id, person_id));
CREATE TABLE movie_crew (movie_id INTEGER, person_id INTEGER, job TEXT, PRIMARY KEY (movie_id, person_id, job));
CREATE TABLE plan (plan_id INTEGER PRIMARY KEY, plan_name TEXT, monthly_price REAL, max_screens INTEGER, has_ads INTEGER, resolution TEXT);
CREATE TABLE subscriber (subscriber_id INTEGER PRIMARY KEY, full_name TEXT, email TEXT, nation_code TEXT, birth_year INTEGER, joined_on TEXT);
CREATE TABLE subscription (subscription_id INTEGER PRIMARY KEY, subscriber_id INTEGER, plan_id INTEGER, started_on TEXT, ended_on TEXT, cancel_reason TEXT);
CREATE TABLE play (play_id INTEGER PRIMARY KEY, subscriber_id INTEGER, movie_id INTEGER, started_at TEXT, watched_sec INTEGER, device TEXT, finished INTEGER);
CREATE TABLE loan (loan_id INTEGER PRIMARY KEY, subscriber_id INTEGER, movie_id INTEGER, lent_on TEXT, due_on TEXT, returned_on TEXT, fee REAL);
CREATE TABLE rating (subscriber_id INTEGER, movie_id INTEGER, score INTEGER, rated_on TEXT, PRIMARY KEY (subscriber_id, movie_id));
"""
LAND = [("US", "United States"), ("GB", "United Kingdom"), ("FR", "France"), ("KR", "South Korea"), ("JP", "Japan"), ("IT", "Italy"), ("SE", "Sweden"), ("MX", "Mexico"), ("IN", "India"), ("CA", "Canada"), ("NZ", "New Zealand")]
STUDIO = [("Blue Lantern Pictures", "US"), ("Copperfield Films", "GB"), ("Atelier Minuit", "FR"), ("Han River Studio", "KR"), ("Paper Crane", "JP"), ("Cinecosta", "IT"), ("Northlight", "SE"), ("Sol y Sombra", "MX"), ("Monsoon House", "IN"), ("Tall Pine Media", "CA"), ("Backyard Rocket", "US")]
GENRE = ["drama", "comedy", "thriller", "horror", "science fiction", "romance", "animation", "documentary", "crime", "family", "western", "musical"]
TITLES = """The Salt Road|Midnight at Pier Nine|A House of Small Lies|Copper Sky|The Last Cartographer|Lemon Season|Winter Without Ines|Glass Harbor|Seven Minutes to Oslo|The Quiet Engineer|Orbit of Fools|Robots Don't Dance|The Beekeeper's Daughter|Night Bus 44|Paper Tigers|Dust and Diamonds|The Whistling Valley|Monday Never Comes|Deep Current|The Clockmaker
Deep Current 2|Robots Don't Dance Again|Copper Sky: Nightfall|Ghosts of Alder Lane|Return to Alder Lane|The Longest Picnic|Fox and Thunder|Fox and Thunder: The Movie Star|Barcelona, Briefly|Velvet Alibi|The Ninth Witness|Snow on the Tracks|Kitchen Wars|My Uncle the Volcano|Saffron Street|Saffron Street Forever|Cities Under Water|How Glaciers Die|The Sound of Paper|Cold Ledger
Rivers of Rust|A Horse Named Sunday|Gunsmoke Lullaby|The Understudy|Moth|Ten Thousand Lanterns|Little Astronaut|The Lighthouse Choir|Bitter Orange|Two Left Shoes|Uninvited|Uninvited: Second Door|The Interpreter's Error|Hanover Heist|Sugar and Steel|The Archive|Blind Corner|Weekend in Busan|The Emperor's Barber|Tomorrow's Newspaper""".replace("\n", "|").split("|")
SEQ = {21: 19, 22: 12, 23: 4, 25: 24, 28: 27, 36: 35, 52: 51}
NAMES = {"US": ("Dana Wyatt Carla Reggie Tess Marcus", "Holloway Pruitt Beck Stanton Ames"), "GB": ("Imogen Rupert Pippa Alistair Nell", "Ashworth Penhale Carrow Lyle"), "FR": ("Solène Thibault Maëlle Antonin", "Lagarde Roussel Vasseur"), "KR": ("Ji-won Min-seo Tae-yang", "Baek Noh Seo"), "JP": ("Haruka Kenta Yui", "Morita Ueda Hayashi"),
         "IT": ("Chiara Dario Fiamma", "Bellini Sartori Rinaldi"), "SE": ("Elsa Nils", "Lindqvist Ekström"), "MX": ("Ximena Rodrigo", "Cárdenas Olvera"), "IN": ("Anjali Rohan Kavya", "Menon Bhatt Chawla"), "CA": ("Joanie Curtis", "Leblanc Fraser")}
WOMEN = set("Dana Carla Tess Imogen Pippa Nell Solène Maëlle Ji-won Min-seo Haruka Yui Chiara Fiamma Elsa Ximena Anjali Kavya Joanie".split())
LANG = {"US": "English", "GB": "English", "CA": "English", "NZ": "English", "FR": "French", "KR": "Korean", "JP": "Japanese", "IT": "Italian", "SE": "Swedish", "MX": "Spanish", "IN": "Hindi"}
ROLE = "Detective Alma Reyes|Dr. Quill|Captain Orlov|The Stranger|Aunt Beatrix|Sergeant Pell|Rosa|Young Theo|The Mayor|Professor Lind|Mr. Tanaka|Lola|Inspector Brandt|Grandfather|The Neighbour|Sister Agnes|Max|Nurse Ivy|King of Thieves|Odette".split("|")


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(307); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    day = lambda d: d.strftime("%Y-%m-%d") if d else None; T0 = datetime(2021, 6, 1); END = datetime(2025, 3, 31)
    put("nation", LAND); put("studio", [(i, *s) for i, s in enumerate(STUDIO, 1)]); put("genre", [(i, g) for i, g in enumerate(GENRE, 1)])
    put("plan", [(1, "Basic", 5.99, 1, 1, "720p"), (2, "Standard", 9.99, 2, 0, "1080p"), (3, "Premium", 15.99, 4, 0, "4K"), (4, "Student", 4.49, 1, 0, "1080p"), (5, "Family", 19.99, 6, 0, "4K"), (6, "Mobile", 3.49, 1, 1, "480p")])
    films, fg = [], []
    for i, t in enumerate(TITLES, 1):
        s = r.randint(1, 10); y = r.choices(range(1974, 2025), [1 + max(0, k - 25) / 4 for k in range(51)])[0]
        if i in SEQ: f = films[SEQ[i] - 1]; s, y = f[5], min(2024, f[2] + r.randint(2, 6))
        doc = t in ("Cities Under Water", "How Glaciers Die", "The Sound of Paper"); b = None if r.random() < .12 else round(r.paretovariate(.8) * 2.3 + r.random(), 1) if not doc else round(r.uniform(.3, 2), 1)
        b = min(b, 160.0) if b else b; add = T0 + timedelta(days=0 if r.random() < .55 else r.randint(20, 1200))
        if y > 2021: add = max(add, datetime(y, 1, 1) + timedelta(days=r.randint(30, 330)))
        films.append((i, t, y, r.randint(78, 178) if not doc else r.randint(52, 96), r.choice([0, 6, 12, 12, 16, 16, 18]), s, LANG[STUDIO[s - 1][1]], b, round(b * r.lognormvariate(.5, .9), 1) if b and r.random() < .9 else None, SEQ.get(i), day(add), day(add + timedelta(days=r.randint(200, 900))) if r.random() < .13 else None))
        g = [8] if doc else [7, 10] if t.startswith(("Fox", "Little", "My Uncle")) else [5, 2] if t.startswith("Robots") else [3, 5] if t.startswith("Deep") else [4] if "Alder" in t or "Uninvited" in t else [11, 1] if t.startswith(("Gunsmoke", "Copper")) else [12, 6] if t.startswith("Saffron") else r.sample([1, 1, 1, 2, 2, 3, 3, 6, 9], r.choice([1, 2, 2, 3]))
        fg += [(i, x, int(k == 0)) for k, x in enumerate(dict.fromkeys(g))]
    films = [f[:11] + (None if f[11] and f[11] > day(END) else f[11],) for f in films]
    put("movie", films); put("movie_genre", fg)
    ppl = []
    for i in range(1, 111):
        c = r.choices(list(NAMES), [26, 16, 11, 9, 8, 8, 5, 5, 8, 4])[0]; f, l = (r.choice(x.split()) for x in NAMES[c]); born = datetime(1930, 1, 1) + timedelta(days=int(27400 * r.random() ** .7))
        ppl.append((i, f"{f} {l}" if c not in ("KR",) else f"{l} {f}", day(born) if r.random() < .93 else None, day(datetime(1995, 1, 1) + timedelta(days=r.randint(0, 10900))) if born.year < 1950 and r.random() < .6 else None, "f" if f in WOMEN else "m", c))
    put("person", ppl)
    cast, crew = [], []; star = [min(4, r.paretovariate(1.3)) for _ in ppl[:95]]
    ok = lambda p, y: (p[2] or "1950")[:4] <= str(y - 9) and (p[3] or "9") >= str(y)
    for f in films:
        pool = [p for p in ppl[:95] if ok(p, f[2])]; n = 0 if f[3] < 97 and fg and any(x[0] == f[0] and x[1] == 8 for x in fg) else r.randint(2, 5)
        home = STUDIO[f[5] - 1][1]; w = lambda P: [star[p[0] - 1] * (4 if p[5] == home else 1) for p in P]; who = list(dict.fromkeys(p[0] for p in r.choices(pool, w(pool), k=n + 2)))[:n]
        if f[9]: who = list(dict.fromkeys([c[1] for c in cast if c[0] == f[9]][:2] + who))[:5]
        roles = r.sample(ROLE, len(who)); cast += [(f[0], p, roles[k] if r.random() < .93 else None, k + 1) for k, p in enumerate(who)]
        adult = [p for p in ppl[40:] if (p[2] or "1950")[:4] <= str(f[2] - 24) and (p[3] or "9") >= str(f[2])] or ppl[40:50]; dr = r.choices(adult, [4 if p[5] == home else 1 for p in adult], k=2 if r.random() < .07 else 1)
        crew += [(f[0], p, "director") for p in dict.fromkeys(x[0] for x in dr)]; wr = [dr[0][0]] if r.random() < .35 else [r.choice(adult)[0]]
        crew += [(f[0], p, "writer") for p in wr] + [(f[0], r.choice(adult)[0], "composer")] * (r.random() < .7) + [(f[0], r.choice(adult)[0], "cinematographer")] * (r.random() < .6)
    put("movie_cast", cast); put("movie_crew", list(dict.fromkeys(crew)))
    sub, subs = [], []; k = 0
    for i in range(1, 131):
        c = r.choices(list(NAMES), [34, 22, 12, 5, 5, 7, 5, 5, 8, 9])[0]; f, l = (r.choice(x.split()) for x in NAMES[c]); j = T0 + timedelta(days=int(1380 * r.random() ** .9))
        sub.append((i, f"{f} {l}", f"{f[0]}{l}{i}@mailbox.example".lower() if r.random() < .95 else None, c, r.randint(1948, 2006) if r.random() < .85 else None, j))
        at = j + timedelta(days=r.choice([0, 0, 0, 7, 14]))
        while r.random() < (.94 if at == j else .8) and at < END:
            k += 1; end = at + timedelta(days=30 * r.choice([1, 3, 6, 9, 12, 14, 24])) if r.random() < .58 else None
            if end and end > END: end = None
            p = r.choices(range(1, 6), [26, 34, 19, 9, 12])[0]; subs.append((k, i, p, day(at), day(end), r.choice(["too expensive", "nothing to watch", "switched plan", "technical trouble", None]) if end else None))
            if not end: break
            at = end + timedelta(days=r.choice([0, 0, 20, 90, 200]))
    put("subscriber", [s[:5] + (day(s[5]),) for s in sub]); put("subscription", subs)
    plays, rents, rates = [], [], {}; act = [min(9, r.paretovariate(1.2)) if r.random() > .1 else 0 for _ in sub]; hit = [min(9, r.paretovariate(1.2)) if r.random() > .06 else 0 for _ in films]
    while len(plays) < 760:
        at = T0 + timedelta(days=int(1390 * r.random() ** .7), hours=r.choices(range(24), [6, 3, 1, 1, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 8, 11, 16, 20, 21, 17, 11])[0], minutes=r.randint(0, 59), seconds=r.randint(0, 59)); d = day(at)
        s = r.choices(sub, act)[0]; live = [x for x in subs if x[1] == s[0] and x[3] <= d and (x[4] or "9") > d]; can = [f for f in films if f[10] <= d and (f[11] or "9") > d]
        if not live: continue
        f = r.choices(can, [hit[x[0] - 1] for x in can])[0]; fin = r.random() < .62; sec = int(f[3] * 60 * (r.uniform(.93, 1) if fin else r.random() ** 1.5 * .9)) + 5
        plays.append((s[0], f[0], at.strftime("%Y-%m-%d %H:%M:%S"), sec, r.choices(["tv", "phone", "tablet", "laptop", "console"], [44, 20, 12, 20, 4])[0], int(fin)))
        if fin and r.random() < .42: rates.setdefault((s[0], f[0]), (max(1, min(10, int(r.gauss(5 + 3.2 * (f[0] * 37 % 11) / 11, 1.8)))), day(at + timedelta(days=r.choice([0, 0, 1, 3])))))
    plays.sort(key=lambda p: p[2]); put("play", [(i, *p) for i, p in enumerate(plays, 1)])
    for _ in range(260):
        at = T0 + timedelta(days=r.randint(30, 1380)); s = r.choice([x for x in sub if x[5] <= at] or sub[:1]); f = r.choices(films, [(hit[x[0] - 1] + .4) * (x[2] > 2000) + .05 for x in films])[0]; due = at + timedelta(days=r.choice([2, 7, 7]))
        back = at + timedelta(days=r.choices([1, 2, 3, 5, 6, 7, 9, 14], [20, 20, 12, 10, 10, 10, 6, 4])[0]) if r.random() < .95 else None; rents.append((s[0], f[0], day(at), day(due), day(back), r.choice([2.99, 3.99, 3.99, 4.99])))
    rents.sort(key=lambda x: x[2]); put("loan", [(i, *x) for i, x in enumerate(rents, 1)])
    put("rating", [(a, b, *v) for (a, b), v in rates.items()]); con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
