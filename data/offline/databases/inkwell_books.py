"""inkwell_books: a small publisher with a bookshop. CamelCase in the singular, keys declared, dates as ISO texts, prices in whole cents (...Cents), weights in grams, 0/1 flags, a discount in percent on each line;
an editor and a designer for each book, sequels that point to the book before, a role for each authorship; NULL = not yet out, paid, shipped, settled, still alive."""
import os, random, sqlite3, sys
from datetime import date, timedelta

SCHEMA = """
CREATE TABLE Author (AuthorId INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT NOT NULL, PenName TEXT, Country TEXT, BornOn TEXT, DiedOn TEXT, LiteraryAgent TEXT);
CREATE TABLE Employee (EmployeeId INTEGER PRIMARY KEY, FullName TEXT, JobTitle TEXT, BossId INTEGER REFERENCES Employee(EmployeeId), HiredOn TEXT, YearlySalaryCents INTEGER);
CREATE TABLE Book (BookId INTEGER PRIMARY KEY, Title TEXT NOT NULL, Genre TEXT, OriginalLanguage TEXT, EditorId INTEGER REFERENCES Employee(EmployeeId), DesignerId INTEGER REFERENCES Employee(EmployeeId), SequelToId INTEGER REFERENCES Book(BookId), SignedOn TEXT, AdvanceCents INTEGER);
CREATE TABLE Authorship (BookId INTEGER REFERENCES Book(BookId), AuthorId INTEGER REFERENCES Author(AuthorId), Role TEXT, SharePercent INTEGER, PRIMARY KEY (BookId, AuthorId, Role));
CREATE TABLE Edition (Isbn TEXT PRIMARY KEY, BookId INTEGER NOT NULL REFERENCES Book(BookId), Format TEXT, PublishedOn TEXT, PageCount INTEGER, WeightGrams INTEGER, ListPriceCents INTEGER, UnitCostCents INTEGER, PrintRun INTEGER, IsOutOfPrint INTEGER NOT NULL);
CREATE TABLE Customer (CustomerId INTEGER PRIMARY KEY, CustomerName TEXT, Kind TEXT, Email TEXT, BillingCity TEXT, DeliveryCity TEXT, Country TEXT, JoinedOn TEXT, WantsNewsletter INTEGER);
CREATE TABLE SalesOrder (OrderId INTEGER PRIMARY KEY, CustomerId INTEGER REFERENCES Customer(CustomerId), ServedById INTEGER REFERENCES Employee(EmployeeId), Channel TEXT, OrderedOn TEXT, ShippedOn TEXT, PaidOn TEXT, Status TEXT, PostageCents INTEGER, GiftMessage TEXT);
CREATE TABLE OrderLine (OrderId INTEGER REFERENCES SalesOrder(OrderId), LineNo INTEGER, Isbn TEXT NOT NULL REFERENCES Edition(Isbn), Quantity INTEGER, UnitPriceCents INTEGER, DiscountPercent INTEGER, PRIMARY KEY (OrderId, LineNo));
CREATE TABLE Stock (Isbn TEXT REFERENCES Edition(Isbn), Place TEXT, Quantity INTEGER, ReorderLevel INTEGER, LastCountedOn TEXT, PRIMARY KEY (Isbn, Place));
CREATE TABLE Royalty (RoyaltyId INTEGER PRIMARY KEY, AuthorId INTEGER REFERENCES Author(AuthorId), BookId INTEGER REFERENCES Book(BookId), PeriodEnd TEXT, CopiesSold INTEGER, AmountCents INTEGER, SettledOn TEXT);
CREATE TABLE Review (ReviewId INTEGER PRIMARY KEY, BookId INTEGER REFERENCES Book(BookId), CustomerId INTEGER REFERENCES Customer(CustomerId), Source TEXT, Stars INTEGER, Headline TEXT, PostedOn TEXT);
CREATE VIEW BookSales AS SELECT b.BookId, b.Title, SUM(l.Quantity) AS Copies, SUM(l.Quantity * l.UnitPriceCents * (100 - l.DiscountPercent) / 100.0) AS RevenueCents FROM OrderLine l JOIN Edition e ON e.Isbn = l.Isbn JOIN Book b ON b.BookId = e.BookId JOIN SalesOrder o ON o.OrderId = l.OrderId WHERE o.Status <> 'cancelled' GROUP BY b.BookId;
"""
AUTHORS = """Maeve/Rafferty//Ireland/1958|Tobias/Lindqvist//Sweden/1971|Oriane/Delacour//France/1980|Desmond/Achterberg/D. A. Berg/Netherlands/1949|Priya/Ranganathan//India/1985|Ewan/Strachan//United Kingdom/1966|Marisol/Quintero//Mexico/1976|Hollis/Pemberton/Ivy Moss/United Kingdom/1990|Katalin/Vörös//Hungary/1962|Solomon/Okafor//Nigeria/1974|Linnea/Bergström//Sweden/1993|Giacomo/Tassi//Italy/1937
Brigid/O'Hanlon//Ireland/1988|Wendell/Crane/Jack Flint/United States/1969|Yuki/Hamasaki//Japan/1982|Rosalind/Thwaite//United Kingdom/1931|Anselm/Grabner//Austria/1955|Noor/El-Sayed//Egypt/1991|Callum/Dewar//United Kingdom/1979|Philippa/Nye/P. N. Dark/United Kingdom/1984|Bram/Hoekstra//Netherlands/1967|Imani/Wright//United States/1996|Fergus/Malone//Ireland/1941|Tereza/Horáková//Czech Republic/1987""".replace("\n", "|")
BOOKS = """The Salt Ledger:crime:1|The Harbour Debt:crime:1:The Salt Ledger|A Lantern for Inspector Quill:crime:14|Quill and the Drowned Bell:crime:14:A Lantern for Inspector Quill|Quill Takes the Night Boat:crime:14:Quill and the Drowned Bell|Winter Apples:novel:2|The Glassmaker's Daughters:novel:3|Letters to a Quiet House:novel:16|Seven Ferries:novel:10|The Mango Season Diaries:novel:5|Under the Weir:novel:6|Nobody's Lighthouse:novel:13
The Peat Cutter:novel:23|Small Hours in Veracruz:novel:7|Foxglove and the Moon Thief:children:8|Foxglove Goes to Sea:children:8:Foxglove and the Moon Thief|The Bear Who Kept Bees:children:11|Otto Counts the Trams:children:17|Ten Tiny Dragons:children:22|Bread by Hand:cookery:12|Soups of the North:cookery:11|A Spice Box for Beginners:cookery:5|The Vegetable Grill:cookery:18|Walking the Drystone Country:travel:19|By Night Train to Trieste:travel:12|Islands Without Cars:travel:21
Birds of the Estuary:nature:6|The Secret Life of Moss:nature:20|A Field Guide to Puddles:nature:13|Collected Poems 1961-1999:poetry:16|Salt Hymns:poetry:9|Eleven Kinds of Rain:poetry:15|The Weavers' Rising:history:4|Tulips and Treason:history:4|A Short History of Paper:history:17|The Clockwork Orchard:fantasy:20|The Orchard in Ashes:fantasy:20:The Clockwork Orchard|City of Paper Kites:fantasy:15|The Ninth Almanac:fantasy:24""".replace("\n", "|")
STAFF = [("Margit Sorensen", "publisher", None, 82), ("Dominic Fairweather", "editor", 1, 47), ("Leila Haddad", "editor", 1, 51), ("Owen Prudhoe", "editor", 3, 38), ("Saskia Winkel", "designer", 1, 42), ("Tim Okonedo", "designer", 5, 34), ("Bettina Cruse", "shop manager", 1, 36), ("Joel Marchetti", "bookseller", 7, 26), ("Aisling Moody", "bookseller", 7, 25), ("Ravi Stenhouse", "bookseller", 7, 24), ("Clara Benbow", "accountant", 1, 45)]
SHOPS = "The Crooked Shelf:Bristol|Marlowe & Daughter:London|Owl Street Books:Leeds|Chapter Nine:Dublin|The Reading Room:Galway|Boekhandel Zuid:Utrecht|Harbour Library:Bristol|Castle Street School:York|Northgate Library:Leeds"
FOLK = {"United Kingdom": ("Bristol London York Leeds Bath Exeter", "Hattie Gordon Nadia Piers Sunita Alfie Ros Martin", "Bloom Catchpole Draycott Embury Fitch Garland Ibbotson"), "Ireland": ("Dublin Cork Galway", "Niamh Eoin Sinéad Colm", "Brophy Cullen Deasy Foley"), "Netherlands": ("Utrecht Leiden", "Joris Maartje Femke", "Kuipers Blom")}
HEAD = {5: "A joy from first to last|Could not put it down|My book of the year", 4: "Lovely writing|A fine gift|Well worth the money", 3: "Starts slowly|Good in parts", 2: "Too long by half|Expected more", 1: "Gave up halfway|Pages fell out"}


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(5150); con = sqlite3.connect(path); con.executescript(SCHEMA); iso = lambda d: d.isoformat() if d else None
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    T0, TODAY = date(2022, 1, 3), date(2025, 5, 30); n_days = (TODAY - T0).days; gone = {12: "2023-11-04", 16: "2021-02-19", 23: "2024-08-27"}
    auth = [x.split("/") for x in AUTHORS.split("|")]
    put("Author", [(i, a[0], a[1], a[2] or None, a[3], iso(date(int(a[4]), 1, 1) + timedelta(days=r.randint(0, 364))), gone.get(i), r.choice(["Vance & Hale", "Corbel Literary", "Ostrava Rights"]) if r.random() < .6 else None) for i, a in enumerate(auth, 1)])
    put("Employee", [(i, n, j, b, iso(date(2009, 1, 5) + timedelta(days=0 if i == 1 else r.randint(300, 5600))), s * 100000 + r.randint(0, 9) * 10000) for i, (n, j, b, s) in enumerate(STAFF, 1)])
    books = [(x.split(":") + [None])[:4] for x in BOOKS.split("|")]; firsts = {b[3] for b in books}; ids = {b[0]: i for i, b in enumerate(books, 1)}; langs = {"Sweden": "Swedish", "France": "French", "Mexico": "Spanish", "Hungary": "Hungarian", "Italy": "Italian", "Japan": "Japanese", "Austria": "German", "Netherlands": "Dutch", "Czech Republic": "Czech"}
    rows, ship, eds, pop = [], [], [], []
    for i, (t, g, a, seq) in enumerate(books, 1):
        a = int(a); lang = langs.get(auth[a - 1][3], "English"); out = T0 + timedelta(days=r.randint(-1500, 300 if t in firsts else 1100) if not seq else r.randint(500, 1050)); out = out if t not in ("The Ninth Almanac", "Quill Takes the Night Boat", "Ten Tiny Dragons") else None
        rows.append((i, t, g, lang, r.choice([2, 2, 3, 3, 3, 4]), None if not out else r.choice([5, 5, 6]), ids.get(seq), iso(out - timedelta(days=r.randint(240, 900))) if out else iso(TODAY - timedelta(days=r.randint(90, 400))), r.choice([0, 50, 120, 200, 250, 300, 450, 600, 900, 1500]) * 1000 if g != "poetry" else 40000))
        crew = [(a, "author", 100)]; others = r.sample([x for x in range(1, 25) if x != a and x not in (12, 16, 23)], 3)
        if g in ("history", "cookery", "nature") and r.random() < .5: crew = [(a, "author", 60), (others[0], "co-author", 40)]
        if g in ("children", "cookery") or t.startswith("Birds"): crew = [(x, y, z - 20 if y == "author" else z) for x, y, z in crew] + [(r.choice([8, 15, 22]) if a not in (8, 15, 22) else 18, "illustrator", 20)]
        if lang != "English": crew.append((others[2], "translator", 0))
        ship += [(i, *c) for n, c in enumerate(crew) if c[0] not in {x[0] for x in crew[:n]}]; pages = r.randint(210, 520) if g not in ("children", "poetry") else r.randint(32, 120); w = r.paretovariate(1.1)
        for f in (["hardback"] if g not in ("crime",) or r.random() < .4 else []) + (["paperback"] if r.random() < .85 or g == "crime" else []) + (["ebook"] if g in ("crime", "novel", "fantasy", "history", "travel") else []) + (["audiobook"] if w > 2.4 else []):
            d = out and out + timedelta(days={"hardback": 0, "ebook": 0, "paperback": 240, "audiobook": r.randint(20, 300)}[f]); d = d if d and d < TODAY else None; paper = f in ("hardback", "paperback")
            price = {"hardback": 1899, "paperback": 999, "ebook": 599, "audiobook": 1450}[f] + r.randint(0, 6) * 100 + (700 if g in ("cookery", "nature") and paper else 0); isbn = f"978-1-9{r.randint(10000, 99999)}-{r.randint(10, 99)}-{r.randint(0, 9)}"
            eds.append((isbn, i, f, iso(d), pages if f != "audiobook" else None, int(pages * (1.5 if f == "hardback" else .95)) + r.randint(30, 90) if paper else None, price, int(price * r.uniform(.16, .34)) if paper else None, r.choice([800, 1200, 1500, 2000, 3000, 5000]) if paper and d else None, int(bool(d) and d < date(2021, 6, 1) and paper and r.random() < .45)))
            pop.append(0 if not d or r.random() < .06 else w * {"hardback": 3, "paperback": 5, "ebook": 2, "audiobook": .8}[f])
    put("Book", rows); put("Authorship", ship); put("Edition", eds); cust = []
    for x in SHOPS.split("|"): n, c = x.split(":"); cust.append((n, "library" if "Library" in n else "school" if "School" in n else "bookshop", f"orders@{n.split()[-1]}-{c}.example".lower(), c, c if r.random() < .7 else r.choice(["London", "Cork"]), "Netherlands" if c == "Utrecht" else "Ireland" if c in ("Dublin", "Galway") else "United Kingdom"))
    for i in range(111):
        k = r.choices(list(FOLK), [8, 3, 2])[0]; t, f, l = (x.split() for x in FOLK[k]); f, l, c = r.choice(f), r.choice(l), r.choice(t); cust.append((f"{f} {l}", "reader", f"{f}.{l}{i}@post.example".lower() if r.random() < .88 else None, c, c if r.random() < .84 else r.choice(t), k))
    r.shuffle(cust); join = sorted(r.randint(-700, n_days - 20) for _ in cust); put("Customer", [(i, *c, iso(T0 + timedelta(days=j)), int(r.random() < .4)) for i, (c, j) in enumerate(zip(cust, join), 1)])
    orders, lines, sold = [], [], []; fan = [(9 if c[1] in ("bookshop", "library") else 3 if c[1] == "school" else 1) * r.uniform(.2, 2) if r.random() > .08 else 0 for c in cust]
    for n, k in enumerate(sorted(int(n_days * r.random() ** .8) for _ in range(480))):
        d = T0 + timedelta(days=k); d = d.replace(month=r.choice([11, 12]), day=r.randint(1, 28)) if d.year < 2025 and r.random() < .12 else d; i = 30001 + n
        u = r.choices(range(len(cust)), [f if j <= (d - T0).days else 0 for f, j in zip(fan, join)])[0]; trade = cust[u][1] != "reader"; ch = r.choices(["web", "shop", "phone", "book fair"], [5, 0 if trade else 5, 3 if trade else 1, 1])[0]
        age = (TODAY - d).days; st = r.choices(["completed", "cancelled", "returned"], [91, 6, 3])[0]; st = r.choice(["open", "shipped", "completed"]) if st == "completed" and age < 45 else st
        sh = d + timedelta(days=0 if ch in ("shop", "book fair") else r.randint(1, 9)) if st in ("completed", "shipped", "returned") else None; paid = None if st in ("cancelled", "open") or trade and (age < 30 or r.random() < .12) else d + timedelta(days=r.randint(8, 62) if trade else 0)
        orders.append((i, u + 1, r.choice([8, 8, 9, 7] + [10] * (d.year > 2022)) if ch in ("shop", "phone", "book fair") else None, ch, d, iso(sh), iso(paid) if paid and paid <= TODAY else None, st, 0 if ch in ("shop", "book fair") else r.choice([295, 395, 395, 550]), r.choice(["Happy birthday!", "Merry Christmas", "With love from Gran", "Congratulations"]) if not trade and r.random() < .08 else None))
        ok = [e for e in range(len(eds)) if eds[e][3] and eds[e][3] <= iso(d)]
        for q, e in enumerate(dict.fromkeys(r.choices(ok, [pop[e] for e in ok], k=r.choices([1, 2, 3, 5], [5, 4, 3, 2 if trade else 0])[0])), 1):
            lines.append((i, q, eds[e][0], (r.choice([2, 3, 5, 6, 10, 15, 20]) if trade else r.choice([1, 1, 1, 1, 2, 3])), eds[e][6] - (100 if d.year < 2024 else 0), r.choice([30, 35, 40, 42]) if trade else r.choices([0, 10, 20], [8, 1, 1])[0])); st == "completed" and sold.append((eds[e][1], d, lines[-1][3], u + 1))
    ren = {o[0]: 30001 + n for n, o in enumerate(sorted(orders, key=lambda o: o[4]))}; put("SalesOrder", sorted((ren[o[0]], *o[1:4], iso(o[4]), *o[5:]) for o in orders)); put("OrderLine", sorted((ren[x[0]], *x[1:]) for x in lines))
    put("Stock", [(e[0], p, 0 if e[9] or r.random() < .1 else r.randint(1, 24 if p == "shop" else 900), 5 if p == "shop" else r.choice([50, 100, 150]), iso(TODAY - timedelta(days=r.randint(3, 300)))) for e in eds if e[2] in ("hardback", "paperback") and e[3] for p in (["shop", "warehouse"] if r.random() < .8 else ["warehouse"])])
    roy = []
    for end in ("2022-12-31", "2023-06-30", "2023-12-31", "2024-06-30", "2024-12-31"):
        for b, a, _, s in ship:
            n = sum(x[2] for x in sold if x[0] == b and x[1].isoformat()[:7] <= end[:7] and (x[1].year, x[1].month > 6) == (int(end[:4]), end[5] == "1"))
            if n and s: roy.append((a, b, end, n, n * s * r.randint(9, 13) // 10 * 10, iso(date.fromisoformat(end) + timedelta(days=r.randint(30, 110))) if r.random() < (.93 if end < "2024-07" else .5) else None))
    put("Royalty", [(i, *x) for i, x in enumerate(roy, 1)]); rev = []
    for b, d, _, u in r.sample(sold, 170): s = r.choices([5, 4, 3, 2, 1], [36, 30, 18, 10, 6] if b % 4 else [14, 20, 28, 24, 14])[0]; rev.append((b, u if r.random() < .8 else None, r.choice(["own site", "own site", "newspaper", "blog"]), s, r.choice(HEAD[s].split("|")) if r.random() < .85 else None, iso(min(TODAY, d + timedelta(days=r.randint(3, 200))))))
    put("Review", [(i, *x) for i, x in enumerate(sorted(rev, key=lambda x: x[5]), 1)]); con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
