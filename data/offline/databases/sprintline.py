"""sprintline: a software house's helpdesk and project tracker. snake_case in the plural, moments as unix seconds (UTC), status words, a priority table with a rank, estimates in minutes,
three columns of people on one ticket (opened by, assigned to, closed by), parents and duplicates among the tickets, leads among the agents; NULL = unassigned, open, not in a sprint, never answered."""
import os, random, sqlite3, sys
from datetime import datetime, timedelta, timezone

SCHEMA = """
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT, office TEXT, lead_id INTEGER);
CREATE TABLE agents (id INTEGER PRIMARY KEY, name TEXT, email TEXT, team_id INTEGER REFERENCES teams(id), role TEXT, reports_to INTEGER REFERENCES agents(id), hourly_rate REAL, active INTEGER, joined_at INTEGER);
CREATE TABLE accounts (id INTEGER PRIMARY KEY, company TEXT, industry TEXT, country TEXT, tier TEXT, seats INTEGER, signed_at INTEGER, churned_at INTEGER);
CREATE TABLE contacts (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES accounts(id), name TEXT, email TEXT, is_admin INTEGER);
CREATE TABLE projects (id INTEGER PRIMARY KEY, code TEXT, name TEXT, owner_id INTEGER REFERENCES agents(id), status TEXT, budget_hours INTEGER, started_at INTEGER, archived_at INTEGER);
CREATE TABLE sprints (id INTEGER PRIMARY KEY, project_id INTEGER REFERENCES projects(id), name TEXT, starts_at INTEGER, ends_at INTEGER, goal TEXT);
CREATE TABLE priorities (id INTEGER PRIMARY KEY, label TEXT, rank INTEGER, target_hours INTEGER);
CREATE TABLE tickets (id INTEGER PRIMARY KEY, project_id INTEGER REFERENCES projects(id), title TEXT, kind TEXT, status TEXT, priority_id INTEGER REFERENCES priorities(id), contact_id INTEGER REFERENCES contacts(id),
  opened_by INTEGER REFERENCES agents(id), assigned_to INTEGER REFERENCES agents(id), closed_by INTEGER REFERENCES agents(id), sprint_id INTEGER REFERENCES sprints(id), parent_id INTEGER REFERENCES tickets(id), duplicate_of INTEGER REFERENCES tickets(id),
  points INTEGER, estimate_min INTEGER, opened_at INTEGER, first_reply_at INTEGER, closed_at INTEGER, reopened INTEGER, satisfaction INTEGER);
CREATE TABLE labels (id INTEGER PRIMARY KEY, name TEXT, color TEXT);
CREATE TABLE ticket_labels (ticket_id INTEGER, label_id INTEGER, PRIMARY KEY (ticket_id, label_id));
CREATE TABLE time_logs (id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES tickets(id), agent_id INTEGER REFERENCES agents(id), logged_at INTEGER, minutes INTEGER, billable INTEGER);
CREATE TABLE comments (id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES tickets(id), agent_id INTEGER REFERENCES agents(id), written_at INTEGER, internal INTEGER, word_count INTEGER);
"""
TEAMS = [("Frontline", "Dublin"), ("Platform", "Tallinn"), ("Mobile", "Tallinn"), ("Billing", "Toronto"), ("Data", "Toronto"), ("Security", "Dublin"), ("Research", "Tallinn")]
NAMES = "Orla Fennelly|Kristjan Tamm|Priya Raman|Marcus Dell|Liis Kask|Tomas Okoro|Bianca Ferro|Declan Roche|Hye-jin Park|Samira Haddad|Owen Pritchard|Maarja Saar|Leandro Pinto|Ruth Abara|Viktor Lepik|Chloe Tremblay|Idris Bello|Niamh Cassidy|Rasmus Mägi|Jonah Weiss|Farida Aziz|Emil Strand|Grace Oyelaran|Pavel Drobny|Sanna Virta|Theo Marlow|Ines Quiroga|Marcus Dell".split("|")
ACC = "Brightwater Foods:food:Ireland:gold|Corvus Logistics:transport:Estonia:silver|Delphi Dental:health:Canada:bronze|Elmwood Schools:education:Ireland:bronze|Fennec Travel:travel:Morocco:silver|Gridley Energy:energy:Canada:platinum|Halcyon Bank:finance:United Kingdom:platinum|Inkwell Press:media:United Kingdom:bronze|Juniper Clinics:health:Ireland:gold|Kodiak Outfitters:retail:Canada:silver|Larkspur Hotels:travel:Portugal:gold|Meridian Insurance:finance:Germany:platinum|Nova Bakery:food:Estonia:bronze|Oakline Furniture:retail:Sweden:silver|Pinnacle Gyms:leisure:United Kingdom:bronze|Quarry Cement:construction:Germany:silver|Rookery Games:media:Sweden:gold|Sable Motors:transport:Germany:gold|Tidewater Shipping:transport:Portugal:silver|Umber Studios:media:Canada:bronze|Vellum Law::Ireland:silver|Wickford Council:government:United Kingdom:gold".split("|")
PROJ = [("PORT", "Customer Portal", "active", 2400), ("MOBI", "Mobile App", "active", 1800), ("BILL", "Billing Engine", "active", 1500), ("MIGR", "Cloud Migration", "archived", 900), ("DWH", "Data Warehouse", "active", 1200), ("SSO", "Single Sign-On", "archived", 400), ("CHAT", "Chat Assistant", "paused", 600), ("LAB", "Innovation Lab", "planned", None)]
WORDS = {"bug": "Login fails on {}|Crash when opening {}|Wrong total on {}|{} page is blank|Timeout while loading {}|Broken link in {}", "feature": "Dark mode for {}|Export {} to spreadsheet|Search in {}|Bulk edit of {}", "question": "How do I reset {}?|Where can I find {}?|Can we rename {}?", "task": "Upgrade {} library|Write docs for {}|Clean up {} tables", "incident": "{} down|Data loss in {}|Slow response of {}"}
THINGS = "invoices|the dashboard|reports|user settings|the calendar|notifications|password page|checkout|the import tool|the API|mobile login|the search box".split("|")


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(631); con = sqlite3.connect(path); con.executescript(SCHEMA); ts = lambda d: int(d.replace(tzinfo=timezone.utc).timestamp()) if d else None
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows); T0 = datetime(2023, 1, 2); END = datetime(2025, 6, 15)
    put("teams", [(i, *t, i if i < 7 else None) for i, t in enumerate(TEAMS, 1)]); ag = []
    for i, m in enumerate(NAMES, 1):
        tm = i if i < 7 else r.choices(range(1, 7), [9, 5, 3, 3, 2, 2])[0] if i < 27 else None if i == 27 else 5; lead = i < 7; ag.append((i, m, f"{m.lower().split()[0]}.{m.lower().split()[1]}{'2' if i == 28 else ''}@sprintline.example", tm, "lead" if lead else r.choice(["support", "support", "engineer", "engineer", "tester"]), None if i == 1 else 1 if lead else tm, r.choice([48, 55, 60, 62.5, 70, 75]) + (25 if lead else 0), int(not (i > 8 and r.random() < .13)), ts(datetime(2018, 1, 1) + timedelta(days=r.randint(0, 1700) if i < 20 else r.randint(1700, 2500), hours=9))))
    put("agents", ag); acc = []
    for i, a in enumerate(ACC, 1):
        n, ind, c, t = a.split(":"); s = datetime(2019, 1, 1) + timedelta(days=r.randint(0, 1900), hours=r.randint(8, 17)); acc.append((i, n, ind or None, c, t, {"bronze": 12, "silver": 40, "gold": 120, "platinum": 420}[t] + r.randint(-9, 60), ts(s), ts(datetime(2024, 3, 1) + timedelta(days=r.randint(0, 400))) if r.random() < .18 else None))
    put("accounts", acc); ct = []
    for a in acc:
        for _ in range(r.choice([2, 3, 4, 5]) if a[0] not in (13, 20) else 1): f = r.choice("Ailsa Bertil Corinna Dmitri Esme Fergus Gudrun Hasan Ivy Jarek Kaia Lowell".split()); l = r.choice("Anders Bryce Calder Dunmore Eriksen Forde Gant Hale Jessop".split()); ct.append((len(ct) + 1, a[0], f"{f} {l}", f"{f}.{l}@{a[1].split()[0]}.example".lower() if r.random() < .93 else None, int(_ == 0)))
    put("contacts", ct); pr = [(i, p[0], p[1], r.choice([2, 3, 4, 5]) if i < 8 else None, p[2], p[3], ts(T0 + timedelta(days=[0, 20, 0, 10, 120, 60, 300, 880][i - 1])), ts(datetime(2024, 4, 30)) if p[2] == "archived" else None) for i, p in enumerate(PROJ, 1)]; put("projects", pr); spr = []
    for p in range(1, 7):
        d = T0 + timedelta(days=[0, 21, 7, 14, 126, 63][p - 1]); k = 0
        while d < (datetime(2024, 4, 29) if p in (4, 6) else END): k += 1; spr.append((len(spr) + 1, p, f"{PROJ[p - 1][0]} Sprint {k}", ts(d), ts(d + timedelta(days=28)), r.choice(["stability", "speed", "release", "bug bash", None]))); d += timedelta(days=28 * r.choice([1, 1, 2]))
    put("sprints", spr); put("priorities", [(1, "urgent", 1, 4), (2, "high", 2, 24), (3, "normal", 3, 72), (4, "low", 4, 240), (5, "someday", 5, None)])
    labs = ["regression", "customer pays", "security", "performance", "ux", "documentation", "needs info", "quick win", "wontfix", "legacy"]; put("labels", [(i, n, r.choice(["red", "blue", "green", "orange", "grey"])) for i, n in enumerate(labs, 1)])
    tk, tl, lg, cm = [], [], [], []; w = [min(7, r.paretovariate(1.1)) if a[0] not in (13, 20) else 0 for a in acc]; aw = [min(5, r.paretovariate(1.2)) * a[7] if a[0] != 27 else 0 for a in ag]; aw = [x if ag[k][7] else .3 for k, x in enumerate(aw)]
    whens = sorted(T0 + timedelta(days=int(890 * r.random() ** .85), hours=r.choices(range(24), [1, 1, 1, 1, 1, 2, 4, 7, 12, 16, 15, 13, 11, 13, 14, 13, 10, 7, 4, 3, 2, 2, 1, 1])[0], seconds=r.randint(0, 3599)) for _ in range(470))
    for i, d in enumerate(whens, 1001):
        can = [p for p in pr[:7] if p[6] <= ts(d) and (p[7] or 9e12) > ts(d)]; p = r.choices(can, [[8, 5, 4, 3, 3, 2, 2][x[0] - 1] for x in can])[0]; kind = r.choices(["bug", "feature", "question", "task", "incident"], [40, 17, 22, 14, 7])[0]; title = r.choice(WORDS[kind].split("|")).format(r.choice(THINGS)); title = title[0].upper() + title[1:]
        pri = r.choices([1, 2, 3, 4, 5], [8, 22, 45, 18, 7] if kind != "incident" else [70, 25, 5, 0, 0])[0]; a = r.choices(acc, [x if acc[k][6] <= ts(d) and (acc[k][7] or 9e12) > ts(d) else 0 for k, x in enumerate(w)])[0]; c = r.choice([x for x in ct if x[1] == a[0]])[0] if kind != "task" and r.random() < .85 else None
        who = r.choices(ag, aw)[0][0] if r.random() < .93 else None; age = (END - d).days; st = r.choices(["closed", "resolved", "in progress", "open", "waiting", "rejected"], [56, 20, 5, 6, 5, 8] if age > 120 else [30, 15, 20, 20, 12, 3])[0]; st = "open" if who is None and st in ("in progress", "waiting") else st; over = st in ("closed", "resolved", "rejected")
        rep = d + timedelta(minutes=int(r.lognormvariate([4.6, 6.3, 7.3, 8, 9][pri - 1], 1))) if who and r.random() < .93 else None; end = (rep or d) + timedelta(minutes=int(r.lognormvariate([5.5, 7.2, 8.3, 9, 9.6][pri - 1], .9))) if over else None
        if end and end > END: end, st, over = None, "in progress" if who else "open", False
        sp = [s for s in spr if s[1] == p[0] and s[3] <= ts(d + timedelta(days=5)) < s[4]]; old = [x for x in tk if x[1] == p[0]]
        tk.append((i, p[0], title, kind, st, pri, c, r.choices(ag[:26], [x[7] + .2 for x in ag[:26]])[0][0], who, (who if r.random() < .75 and who else r.choice(ag[:9])[0]) if over else None, sp[0][0] if sp and kind in ("bug", "feature", "task") and r.random() < .75 else None, r.choice(old)[0] if old and kind == "task" and r.random() < .5 else None,
                   r.choice([x for x in old if x[3] == kind] or old)[0] if old and st == "rejected" and r.random() < .6 else None, r.choice([1, 2, 3, 5, 8, 13]) if kind in ("bug", "feature", "task") and r.random() < .8 else None, r.choice([30, 60, 90, 120, 240, 480, 960]) if r.random() < .7 else None, ts(d), ts(rep), ts(end), int(over and r.random() < .09), r.choices([5, 4, 3, 2, 1], [34, 30, 16, 12, 8])[0] if over and c and r.random() < .5 else None))
        tl += [(i, x) for x in sorted(set(r.choices(range(1, 10), [5, 3, 2, 4, 4, 3, 4, 3, 1], k=r.choice([0, 1, 1, 2]))))]
        for _ in range(r.choices([0, 1, 2, 3], [30, 34, 22, 14])[0] if who else 0): lg.append((i, who if r.random() < .75 else r.choices(ag, aw)[0][0], ts(min(END, d + timedelta(minutes=r.randint(20, 9000)))), r.choice([10, 15, 20, 30, 45, 60, 75, 90, 120, 180, 240, 300]), int(r.random() < .6)))
        for _ in range(r.choices([0, 1, 2, 4], [48, 28, 16, 8])[0]): cm.append((i, r.choices(ag, aw)[0][0], ts(min(END, d + timedelta(minutes=r.randint(5, 9000)))), int(r.random() < .35), int(r.lognormvariate(3.4, .8)) + 2))
    put("tickets", tk); put("ticket_labels", tl); lg.sort(key=lambda x: x[2]); cm.sort(key=lambda x: x[2]); put("time_logs", [(i, *x) for i, x in enumerate(lg, 1)]); put("comments", [(i, *x) for i, x in enumerate(cm, 1)]); con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
