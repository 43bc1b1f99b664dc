"""cobalt_league: a regional ice-hockey league. snake_case in the singular, keys declared, dates as ISO text, 0/1 flags, positions and nations as codes, money in dollars, heights in cm
and weights in kg, a roster by season (composite key), two teams that share a rink, players who look after rookies; NULL = not played yet, unassisted, still in office, fee not made known."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE season (season_id INTEGER PRIMARY KEY, label TEXT NOT NULL, start_date TEXT, end_date TEXT, main_sponsor TEXT);
CREATE TABLE rink (rink_id INTEGER PRIMARY KEY, rink_name TEXT NOT NULL, city TEXT, capacity INTEGER, opened_year INTEGER, has_roof INTEGER);
CREATE TABLE team (team_id INTEGER PRIMARY KEY, team_name TEXT NOT NULL, short_code TEXT, city TEXT, founded INTEGER, home_rink_id INTEGER REFERENCES rink(rink_id), yearly_budget INTEGER);
CREATE TABLE player (player_id INTEGER PRIMARY KEY, full_name TEXT NOT NULL, birth_date TEXT, nation TEXT, position TEXT, shoots TEXT, height_cm INTEGER, weight_kg INTEGER, mentor_id INTEGER REFERENCES player(player_id));
CREATE TABLE coach (coach_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, nation TEXT, birth_date TEXT, licence TEXT);
CREATE TABLE coach_spell (team_id INTEGER REFERENCES team(team_id), coach_id INTEGER REFERENCES coach(coach_id), role TEXT, from_date TEXT, to_date TEXT, PRIMARY KEY (team_id, coach_id, from_date));
CREATE TABLE roster (season_id INTEGER REFERENCES season(season_id), team_id INTEGER REFERENCES team(team_id), player_id INTEGER REFERENCES player(player_id), jersey_no INTEGER, is_captain INTEGER NOT NULL, monthly_wage INTEGER, PRIMARY KEY (season_id, team_id, player_id));
CREATE TABLE game (game_id INTEGER PRIMARY KEY, season_id INTEGER NOT NULL REFERENCES season(season_id), game_date TEXT, face_off TEXT, home_team_id INTEGER NOT NULL REFERENCES team(team_id), away_team_id INTEGER NOT NULL REFERENCES team(team_id),
  home_score INTEGER, away_score INTEGER, went_to_overtime INTEGER, attendance INTEGER, ticket_price REAL, status TEXT, referee TEXT);
CREATE TABLE goal (goal_id INTEGER PRIMARY KEY, game_id INTEGER NOT NULL REFERENCES game(game_id), team_id INTEGER NOT NULL REFERENCES team(team_id), scorer_id INTEGER NOT NULL REFERENCES player(player_id), assist_id INTEGER REFERENCES player(player_id), period INTEGER, game_minute INTEGER, situation TEXT);
CREATE TABLE penalty (penalty_id INTEGER PRIMARY KEY, game_id INTEGER NOT NULL REFERENCES game(game_id), player_id INTEGER NOT NULL REFERENCES player(player_id), minutes INTEGER, offence TEXT, period INTEGER);
CREATE TABLE transfer (transfer_id INTEGER PRIMARY KEY, player_id INTEGER NOT NULL REFERENCES player(player_id), from_team_id INTEGER REFERENCES team(team_id), to_team_id INTEGER REFERENCES team(team_id), transfer_date TEXT, fee INTEGER, is_loan INTEGER);
CREATE VIEW standings AS SELECT s.label AS season, t.team_name, COUNT(*) AS played, SUM(x.gf > x.ga) AS won, SUM(x.gf < x.ga) AS lost, SUM(x.gf) AS goals_for, SUM(x.ga) AS goals_against, SUM(CASE WHEN x.gf > x.ga THEN 3 - x.ot ELSE x.ot END) AS points
  FROM (SELECT season_id, home_team_id AS tm, home_score AS gf, away_score AS ga, went_to_overtime AS ot FROM game WHERE status = 'final' UNION ALL SELECT season_id, away_team_id, away_score, home_score, went_to_overtime FROM game WHERE status = 'final') x
  JOIN team t ON t.team_id = x.tm JOIN season s ON s.season_id = x.season_id GROUP BY s.season_id, t.team_id;
"""
RINKS = [("Cobalt Arena", "Port Ellery", 6200, 1998, 1), ("Granite Dome", "Harrow Falls", 4800, 1987, 1), ("Lakefront Ice Centre", "Grantham Lake", 3900, 2006, 1), ("Timberline Coliseum", "Elk Crossing", 3300, 1974, 1), ("Northgate Memorial", "Northgate", 5100, 1969, 1), ("Saint-Aubin Forum", "Saint-Aubin", 4300, 2015, 1), ("Mill Pond Oval", "Dunmore", 1450, 1952, 0), ("Kessler Practice Rink", "Port Ellery", 700, 2011, 1)]
TEAMS = [("Port Ellery Herons", "PEH", "Port Ellery", 1961, 1, 2650000, 5), ("Port Ellery Dockers", "PED", "Port Ellery", 1984, 1, 1480000, 3), ("Harrow Falls Wolverines", "HFW", "Harrow Falls", 1958, 2, 2240000, 5), ("Grantham Lake Pikes", "GLP", "Grantham Lake", 2006, 3, 1390000, 2), ("Elk Crossing Stags", "ECS", "Elk Crossing", 1973, 4, 1150000, 3), ("Northgate Blizzard", "NGB", "Northgate", 1966, 5, 1975000, 4), ("Saint-Aubin Voyageurs", "SAV", "Saint-Aubin", 1979, 6, 1820000, 4), ("Dunmore Millers", "DUM", "Dunmore", 1949, 7, 860000, 1)]
NAMES = {"CAN": ("Tyler Brett Mason Owen Luc Étienne Carter Wade Dylan Gabriel Noah Colby", "Tremblay MacInnis Fournier Beaudry Kowalchuk Lachance Doyle Hartnell Sinclair Redfern Gauthier Pelletier Rusk"), "USA": ("Jake Cody Ryan Logan Brady Chase", "Halvorsen Dunleavy Kessel Brandt Pruitt Novak Whitaker"), "FIN": ("Mikko Antti Juhani Eero Lauri", "Korhonen Saarela Lehtonen Virtala Niskanen"),
         "SWE": ("Linus Oskar Viktor Albin", "Sandberg Ekholm Norling Wiklund"), "CZE": ("Tomáš Jakub Radek Petr", "Dvorský Horák Kubát Zelenka"), "SVK": ("Marián Peter Juraj", "Hudák Baláž Kráľ"), "LVA": ("Kristaps Rihards", "Ozols Bērziņš Liepa")}
COACHES = "Walt Brannigan CAN A|Serge Desrosiers CAN A|Pekka Hakala FIN A|Doug Lindqvist USA B|Ray Osgood CAN B|Milan Sedlák SVK A|Bob Tierney CAN C|Hank Vandermeer USA B|Yves Corbeil CAN B|Ken Ashby CAN C|Stefan Roos SWE A|Al Petrosky USA C|Jerry Whitlaw CAN B|Ondřej Malík CZE B|Curt Ballard CAN A|Denny Voss USA C|Paul Arsenault CAN B|Gord Mackie CAN C|Jim Telfer CAN C|Ilmari Koski FIN B"
FOULS = [("tripping", 2, 20), ("hooking", 2, 18), ("slashing", 2, 13), ("interference", 2, 12), ("holding", 2, 11), ("high-sticking", 4, 6), ("fighting", 5, 8), ("boarding", 5, 3), ("misconduct", 10, 4)]


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(4093); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    day = timedelta; iso = lambda d: d.isoformat(); END = date(2025, 2, 9)
    starts = [date(2022, 10, 1), date(2023, 9, 30), date(2024, 10, 5)]
    put("season", [(i + 1, f"{s.year}/{s.year % 100 + 1}", iso(s), iso(date(s.year + 1, 3, [19, 24, 23][i])), ["Ridgeway Tires", "Ridgeway Tires", "Copperhead Energy"][i]) for i, s in enumerate(starts)])
    put("rink", [(i, *x) for i, x in enumerate(RINKS, 1)]); put("team", [(i, *t[:6]) for i, t in enumerate(TEAMS, 1)])
    players, skill, temper, used = [], {}, {}, set()

    def recruit(pos, year, young=False):
        while True:
            n = r.choices(list(NAMES), [56, 16, 9, 7, 6, 4, 3])[0]; f, l = (r.choice(x.split()) for x in NAMES[n]); name = f"{f} {l}"
            if name not in used: break
        used.add(name); i = len(players) + 1; age = r.randint(18, 21) if young else r.randint(20, 36); h = round(r.gauss({"D": 187, "G": 189}.get(pos, 183), 5)); w = round((h - 100) * r.uniform(.94, 1.1))
        players.append([i, name, iso(date(year - age, 1, 1) + day(r.randint(0, 364))), n, pos, r.choices("LR", [62, 38])[0], h, w if r.random() < .96 else None, None])
        skill[i] = {"G": 0, "D": .8, "C": 3, "LW": 2.6, "RW": 2.6}[pos] * r.paretovariate(2.7); temper[i] = (.15 if pos == "G" else 1.5 if pos == "D" else 1) * r.paretovariate(1.8); return i
    squad = {t: [recruit(p, 2022) for p in "G G D D D D D C C C LW LW LW RW RW RW".split()] for t in range(1, 9)}
    rost, trans, games, goals, pens, wage = {}, [], [], [], [], {}; price = [24, 18, 21, 17, 15.5, 19.5, 18.5, 12]
    line = lambda p: players[p - 1][4]

    def move(p, a, b, d, loan=0):
        x = r.random(); trans.append((p, a, b, iso(d), None if x < .18 else 0 if x < .4 or loan else int((3 + skill[p] ** 1.3) * r.uniform(1500, 3900)) // 50 * 50, loan))
        if a: squad[a].remove(p)
        if b: squad[b].append(p)

    def enrol(s, t, p):
        nos = {v[0] for k, v in rost.items() if k[:2] == (s, t)}; no = r.choice([n for n in range(1, 99) if n not in nos]); wage[p] = int(wage.get(p, (900 + 260 * skill[p] + TEAMS[t - 1][5] / 2400) * r.uniform(.8, 1.25)) * r.uniform(1, 1.12)) // 10 * 10; rost[s, t, p] = [no, 0, wage[p]]
    refs = ["Art Mulvaney", "Claude Beaupré", "Stan Hruska", "Dale Fenwick", "Rob Castellano", "Inga Solberg"]
    for s, st in enumerate(starts, 1):
        if s > 1:
            for t in range(1, 9):
                for p in r.sample(squad[t], 2): pos = line(p); move(p, t, None, st - day(r.randint(40, 120))) if r.random() < .35 else squad[t].remove(p); q = recruit(pos, st.year, r.random() < .6); squad[t].append(q); trans += [(q, None, t, iso(st - day(r.randint(20, 110))), r.choice([0, 0, None, r.randint(40, 400) * 50]), 0)] if r.random() < .3 else []
            new = len(players) - 16; gone = set()
            for _ in range(9):
                a, b = r.sample(range(1, 9), 2); p = r.choice(squad[a]); q = [x for x in squad[b] if line(x) == line(p) and x <= new and x not in gone]
                if q and p <= new and p not in gone: q = r.choice(q); gone |= {p, q}; d = st - day(r.randint(15, 115)); move(p, a, b, d); move(q, b, a, d + day(r.randint(0, 9)))
        for t in squad:
            for p in squad[t]: enrol(s, t, p)
            rost[s, t, max(squad[t], key=lambda p: players[p - 1][2] < "1995" and wage[p])][1] = 1
        pairs = [(a, b) for a in squad for b in squad if a != b]; r.shuffle(pairs); span = 162; dates = sorted(st + day(x) for x in (r.choice([n for n in range(span) if (st + day(n)).weekday() in (2, 4, 5, 5, 6)]) for _ in pairs)); busy = set(); swaps = [st + day(r.randint(50, 100)) for _ in range(3)]
        for (h, a), d in zip(pairs, dates):
            while (d, h) in busy or (d, a) in busy: d += day(1)
            busy |= {(d, h), (d, a)}
            while swaps and min(swaps) <= d <= END:
                m = min(swaps); swaps.remove(m); x, y = r.sample(range(1, 9), 2); p = r.choice([q for q in squad[x] if line(q) != "G" and not rost[s, x, q][1]])
                if (s, y, p) not in rost: move(p, x, y, m, int(r.random() < .5)); enrol(s, y, p)
            gid = len(games) + 1; tp = price[h - 1] + [0, 1, 2.5][s - 1] + (4 if TEAMS[h - 1][2] == TEAMS[a - 1][2] else 0); ref = r.choices(refs, [9, 8, 7, 6, 4, 3])[0]; fo = r.choice(["15:00", "18:00"] if d.weekday() > 5 else ["19:00", "19:30", "20:00"])
            if d > END or r.random() < .015: games.append((gid, s, iso(d), fo, h, a, None, None, None, None, tp, "scheduled" if d > END else "postponed", ref if d <= END + day(14) else None)); continue
            lam = lambda me, you, home: 2.45 + .3 * (TEAMS[me - 1][6] - TEAMS[you - 1][6]) + .35 * home; pois = lambda l: sum(r.random() < max(.5, l) / 12 for _ in range(12)); hs, as_ = pois(lam(h, a, 1)), pois(lam(a, h, 0)); ot = int(hs == as_)
            tl = [(h, r.randint(1, 60)) for _ in range(hs)] + [(a, r.randint(1, 60)) for _ in range(as_)]
            if ot: w = r.choice([h, h, a]); tl.append((w, r.randint(61, 72))); hs += w == h; as_ += w == a
            for t, m in sorted(tl, key=lambda x: x[1]):
                sc = r.choices(squad[t], [skill[p] for p in squad[t]])[0]; mates = [p for p in squad[t] if p != sc]; ast = r.choices(mates, [skill[p] ** .8 + .3 for p in mates])[0] if r.random() < .8 else None
                goals.append((len(goals) + 1, gid, t, sc, ast, (m - 1) // 20 + 1, m, r.choices(["even", "power play", "short-handed"] + ["empty net"] * (58 <= m <= 60), [74, 21, 4] + [40] * (58 <= m <= 60))[0]))
            for t in (h, a):
                for _ in range(r.choice([0, 1, 1, 2, 2, 3, 4, 5])): f = r.choices(FOULS, [x[2] for x in FOULS])[0]; p = r.choices(squad[t], [temper[q] for q in squad[t]])[0]; pens.append((len(pens) + 1, gid, p, f[1], f[0], r.choice([1, 2, 2, 3, 3])))
            cap = RINKS[TEAMS[h - 1][4] - 1][2]; games.append((gid, s, iso(d), fo, h, a, hs, as_, ot, min(cap, int(cap * r.uniform(.42, .86) * (.8 + .06 * TEAMS[h - 1][6]) * (1.25 if d.weekday() > 4 else 1))), tp, "final", ref))
    vets = [p for p in players if p[2] < "1993"]
    for p in players:
        if p[2] > "2001-06" and r.random() < .6: p[8] = r.choice(vets[:9] + vets)[0]
    put("player", players); put("roster", [(*k, *v) for k, v in sorted(rost.items())])
    put("coach", [(i, *c.split()[:4][:3], iso(date(1955, 1, 1) + day(r.randint(0, 11500))), c.split()[3]) for i, c in enumerate(COACHES.split("|"), 1)])
    spell, k = [], 0
    for t in range(1, 9):
        cut = r.choice([None, None, date(2023, 5, 2) + day(r.randint(0, 30)), date(2024, 1, 8) + day(r.randint(0, 300))]); spell.append((t, k + 1, "head coach", iso(date(2018, 6, 1) + day(r.randint(0, 1400))), iso(cut) if cut else None)); spell.append((t, k + 2, "assistant", iso(date(2020, 6, 1) + day(r.randint(0, 700))), None)); k += 2
        if cut: spell[-1] = (*spell[-1][:4], iso(cut)); spell.append((t, k, "head coach", iso(cut + day(r.randint(1, 6))), None))
    for n, c in enumerate(range(17, 20)): spell.append((n * 2 + 1, c, "goalie coach", iso(date(2022, 7, 1) + day(r.randint(0, 500))), None))
    put("coach_spell", spell); put("game", games); put("goal", goals); put("penalty", pens); put("transfer", [(i, *x) for i, x in enumerate(sorted(trans, key=lambda x: x[3]), 1)])
    con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
