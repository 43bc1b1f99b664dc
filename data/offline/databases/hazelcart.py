"""hazelcart: a web shop. CamelCase in the singular, keys declared, date-times as ISO text, 0/1 flags, prices in euros, a discount in percent on each line,
categories in a tree, shoppers who brought shoppers; NULL = not yet paid, shipped, delivered or refunded."""
import os, random, sqlite3, sys
from datetime import datetime, timedelta

SCHEMA = """
CREATE TABLE Category (CategoryId INTEGER PRIMARY KEY, CategoryTitle TEXT NOT NULL, ParentCategoryId INTEGER REFERENCES Category(CategoryId));
CREATE TABLE Brand (BrandId INTEGER PRIMARY KEY, BrandName TEXT NOT NULL, HomeCountry TEXT);
CREATE TABLE Product (ProductId INTEGER PRIMARY KEY, ProductTitle TEXT NOT NULL, CategoryId INTEGER NOT NULL REFERENCES Category(CategoryId), BrandId INTEGER REFERENCES Brand(BrandId),
  ListPrice REAL NOT NULL, CostPrice REAL, WeightGrams INTEGER, StockQuantity INTEGER NOT NULL, IsDiscontinued INTEGER NOT NULL, AddedAt TEXT);
CREATE TABLE Shopper (ShopperId INTEGER PRIMARY KEY, FirstName TEXT, LastName TEXT, Email TEXT, City TEXT, Country TEXT, RegisteredAt TEXT, WantsNewsletter INTEGER, ReferredById INTEGER REFERENCES Shopper(ShopperId));
CREATE TABLE Voucher (VoucherCode TEXT PRIMARY KEY, PercentOff INTEGER, ValidFrom TEXT, ValidUntil TEXT);
CREATE TABLE ShopOrder (OrderId INTEGER PRIMARY KEY, ShopperId INTEGER NOT NULL REFERENCES Shopper(ShopperId), PlacedAt TEXT NOT NULL, PaidAt TEXT, ShippedAt TEXT, DeliveredAt TEXT, Status TEXT,
  PaymentMethod TEXT, VoucherCode TEXT REFERENCES Voucher(VoucherCode), ShippingFee REAL);
CREATE TABLE OrderLine (OrderId INTEGER REFERENCES ShopOrder(OrderId), LineNumber INTEGER, ProductId INTEGER NOT NULL REFERENCES Product(ProductId), Quantity INTEGER, PricePerPiece REAL, DiscountPercent INTEGER, PRIMARY KEY (OrderId, LineNumber));
CREATE TABLE Review (ReviewId INTEGER PRIMARY KEY, ProductId INTEGER NOT NULL REFERENCES Product(ProductId), ShopperId INTEGER NOT NULL REFERENCES Shopper(ShopperId), Stars INTEGER, Headline TEXT, PostedAt TEXT, HelpfulVotes INTEGER);
CREATE TABLE ReturnRequest (ReturnId INTEGER PRIMARY KEY, OrderId INTEGER NOT NULL, LineNumber INTEGER NOT NULL, QuantityReturned INTEGER, Reason TEXT, RequestedAt TEXT, RefundedAt TEXT, RefundAmount REAL,
  FOREIGN KEY (OrderId, LineNumber) REFERENCES OrderLine(OrderId, LineNumber));
CREATE TABLE WishItem (ShopperId INTEGER REFERENCES Shopper(ShopperId), ProductId INTEGER REFERENCES Product(ProductId), AddedAt TEXT, PRIMARY KEY (ShopperId, ProductId));
"""
CATS = [("Home", None), ("Garden", None), ("Outdoor", None), ("Office", None), ("Kitchenware", 1), ("Lighting", 1), ("Bedding", 1), ("Plants", 2), ("Garden Tools", 2), ("Camping", 3), ("Cycling", 3), ("Stationery", 4), ("Desks and Chairs", 4), ("Pet Supplies", None)]
BRANDS = [("Norrvik", "Sweden"), ("Calda", "Italy"), ("Pinebark", "Canada"), ("Tessel & Co", "Netherlands"), ("Moorhen", "United Kingdom"), ("Lumia Works", "Germany"), ("Terrazul", "Portugal"), ("Kestrel Gear", "United Kingdom"), ("Quillon", "France"), ("Ohlsen", "Sweden"), ("Zephyra", None)]
GOODS = {5: "Cast iron skillet:54:2|Enamel teapot:38:2|Oak chopping board:29.5:1|Espresso maker:44:2|Ceramic mixing bowl:18:7|Bread knife:24:1|Salad spinner:21", 6: "Desk lamp Arc:59:6|Paper lantern:16:4|Solar string lights:27:6|Floor lamp Halden:139:1|Bedside lamp Dot:33:6",
         7: "Linen duvet cover:89:7|Wool blanket:74:5|Feather pillow:35|Fitted sheet:28:7|Merino throw:119:10", 8: "Lemon tree:49|Lavender in a pot:9.5|Olive tree:79|Rosemary in a pot:7.5|Fern basket:22", 9: "Pruning shears:31:10|Watering can 9 l:26:4|Garden fork:34:5|Wheelbarrow:95:3|Folding saw:23:10",
         10: "Two-person tent:189:8|Sleeping bag Tarn:99:8|Camp stove:47:3|Head torch:29:6|Enamel mug:11:2|Hammock:55:7", 11: "Bike pump:25:8|Cycling gloves:32:8|Bike bell:12:4|Rear light Spark:19:6|Pannier bag:84:3", 12: "Fountain pen:42:9|Notebook A5:12.5:9|Ink bottle blue:8:9|Washi tape set:9|Brass ruler:15:4",
         13: "Standing desk:429:1|Office chair Lund:249:1|Monitor stand:39:4|Footrest:45", 14: "Dog bed:65:5|Cat scratching post:58|Bird feeder:23:3|Dog lead:17:5|Cat tunnel:26"}
PEOPLE = {"Germany": ("Berlin Hamburg Köln Leipzig", "Jonas Greta Matthis Frieda Lennart Ida", "Brandt Seidel Vogt Hartmann Kühn"), "France": ("Paris Lyon Nantes", "Élise Bastien Margaux Rémi Clarisse", "Moulin Garnier Perrot Chevalier"), "Ireland": ("Dublin Cork Galway", "Aoife Cillian Saoirse Declan", "Kinsella Byrne Tierney"),
          "Netherlands": ("Utrecht Rotterdam", "Fleur Thijs Noor Sem", "Postma Dekker Vermeer"), "Spain": ("Madrid Sevilla Bilbao", "Alba Iker Nerea Mateo", "Iglesias Serrano Pascual"), "Poland": ("Kraków Gdańsk", "Zofia Kacper Maja", "Lis Mazur Wilk")}
HEAD = {5: ["Love it", "Exactly as described", "Would buy again", "Great gift", "Sturdy and beautiful"], 4: ["Good value", "Does the job", "Nice but slow delivery"], 3: ["It is fine", "Smaller than expected", "Colour differs from the photo"], 2: ["Arrived scratched", "Not worth the price", "Smaller than expected"], 1: ["Broke after a week", "Arrived broken", "Never again"]}


def build(path):
    if os.path.exists(path): os.remove(path)
    r = random.Random(211); con = sqlite3.connect(path); con.executescript(SCHEMA)
    put = lambda t, rows: con.executemany(f'INSERT INTO {t} VALUES ({",".join("?" * len(rows[0]))})', rows)
    T0 = datetime(2022, 1, 1); END = datetime(2025, 2, 28, 18); iso = lambda d: d.strftime("%Y-%m-%d %H:%M:%S") if d else None
    put("Category", [(i, *c) for i, c in enumerate(CATS, 1)]); put("Brand", [(i, *b) for i, b in enumerate(BRANDS, 1)])
    prods = []
    for c, txt in GOODS.items():
        for e in txt.split("|"):
            n, p, *b = e.split(":"); p = float(p)
            prods.append((len(prods) + 1, n, c, int(b[0]) if b else None, p, round(p * r.uniform(.35, .7), 2) if r.random() < .93 else None, int(p * r.uniform(9, 60)) + 40, 0 if r.random() < .1 else r.randint(1, 180), int(r.random() < .16), iso(T0 + timedelta(days=r.choice([0, 0, 0, r.randint(20, 1000)]), hours=9, minutes=r.randint(0, 59)))))
    put("Product", prods)
    sh, seen = [], set()
    for i in range(1, 141):
        c = r.choices(list(PEOPLE), [34, 22, 12, 12, 11, 9])[0]; t, f, l = (x.split() for x in PEOPLE[c]); f, l = r.choice(f), r.choice(l)
        reg = T0 - timedelta(days=240) + timedelta(days=int(1300 * r.random()), minutes=r.randint(400, 1400)); mail = f"{f}.{l}{i}@post.example".lower()
        sh.append((i, f, l, mail if r.random() < .92 else None, r.choice(t) if r.random() < .95 else None, c, reg, int(r.random() < .45), None))
    sh.sort(key=lambda s: s[6]); sh = [(i, *s[1:6], iso(s[6]), s[7], r.choice([1, 2, 3, 5, 8, 8, 8, 11, 13, 13, r.randint(1, i - 1)]) if i > 14 and r.random() < .22 else None) for i, s in enumerate(sh, 1)]
    put("Shopper", sh)
    vouch = [("HELLO10", 10, "2022-01-01", "2025-12-31"), ("SPRING15", 15, "2023-03-01", "2023-04-30"), ("SUMMER20", 20, "2024-06-15", "2024-08-15"), ("XMAS25", 25, "2023-12-01", "2023-12-24"), ("FRIENDS5", 5, "2022-06-01", None), ("BLACK30", 30, "2024-11-28", "2024-11-30"), ("PETS12", 12, "2025-01-01", "2025-06-30")]
    put("Voucher", vouch)
    orders, lines, buys = [], [], []; fan = [r.paretovariate(1.2) if r.random() > .12 else 0 for _ in sh]; pop = [r.paretovariate(1.7) if r.random() > .06 else 0 for _ in prods]
    when = sorted(T0 + timedelta(days=int(1150 * r.random() ** .75), hours=r.choices(range(24), [1, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 8, 9, 8, 7, 7, 8, 9, 12, 15, 16, 14, 9, 4])[0], minutes=r.randint(0, 59), seconds=r.randint(0, 59)) for _ in range(430))
    for i, w in enumerate(when, 5001):
        can = [k for k, s in enumerate(sh) if s[6] <= iso(w)] or [0]; wt = [fan[k] for k in can]; k = r.choices(can, wt)[0] if sum(wt) else 0
        st = r.choices(["delivered", "shipped", "paid", "cancelled", "open"], [82, 3, 2, 9, 4])[0]; st = st if st in ("delivered", "cancelled") or (END - w).days < 60 else "delivered"
        if st == "delivered" and (END - w).days < 12: st = "shipped"
        pay = w + timedelta(minutes=r.choice([1, 2, 3, 5, 60 * 20, 60 * 50])) if st not in ("open",) and not (st == "cancelled" and r.random() < .6) else None
        ship = pay + timedelta(hours=r.randint(5, 110)) if st in ("shipped", "delivered") else None; dl = ship + timedelta(hours=r.randint(20, 220)) if st == "delivered" else None
        v = r.choice([x[0] for x in vouch if x[2] <= iso(w)[:10] <= (x[3] or "9")]) if r.random() < .2 else None; fee = r.choice([0, 3.9, 3.9, 4.9, 4.9, 7.5, 12.9])
        orders.append((i, k + 1, iso(w), iso(pay), iso(ship), iso(dl), st, r.choices(["card", "PayPal", "invoice", "bank transfer"], [46, 30, 16, 8])[0], v, fee))
        ok = [p for p in range(len(prods)) if prods[p][9] <= iso(w)]; take = list(dict.fromkeys(r.choices(ok, [pop[p] / (prods[p][4] ** .3) for p in ok], k=r.choices([1, 2, 3, 4, 6], [38, 30, 18, 10, 4])[0])))
        for n, p in enumerate(take, 1):
            lines.append((i, n, p + 1, r.choices([1, 2, 3, 4, 6], [68, 18, 7, 4, 3])[0] if prods[p][4] < 150 else 1, prods[p][4] if w.year > 2022 else round(prods[p][4] * .94, 2), r.choices([0, 5, 10, 15, 20, 50], [70, 9, 10, 5, 4, 2])[0]))
            if dl: buys.append((i, n, p, lines[-1][3], dl, k, lines[-1][4] * (1 - lines[-1][5] / 100)))
    put("ShopOrder", orders); put("OrderLine", lines)
    rev = []
    for b in r.sample(buys, 230):
        s = r.choices([5, 4, 3, 2, 1], [38, 30, 15, 10, 7] if prods[b[2]][2] not in (10, 13) else [22, 24, 20, 18, 16])[0]; rev.append((b[2] + 1, b[5] + 1, s, r.choice(HEAD[s]) if r.random() < .88 else None, iso(b[4] + timedelta(hours=r.randint(10, 700))), int(r.paretovariate(.9)) - 1))
    rev.sort(key=lambda x: x[4]); put("Review", [(i, *x) for i, x in enumerate(rev, 1)])
    ret = []
    for b in r.sample(buys, 84):
        q = r.randint(1, b[3]); at = b[4] + timedelta(hours=r.randint(12, 330)); back = at + timedelta(days=r.randint(2, 15)) if r.random() < .84 else None
        ret.append((b[0], b[1], q, r.choices(["damaged", "wrong item", "changed mind", "too small", "late delivery", None], [26, 12, 34, 14, 8, 6])[0], iso(at), iso(back), round(q * b[6], 2) if back else None))
    ret.sort(key=lambda x: x[4]); put("ReturnRequest", [(i, *x) for i, x in enumerate(ret, 1)])
    wish = {(r.randint(1, len(sh)), r.choices(range(1, len(prods) + 1), [p[4] ** .5 for p in prods])[0]) for _ in range(150)}
    put("WishItem", [(a, b, iso(T0 + timedelta(days=r.randint(300, 1140), minutes=r.randint(300, 1400)))) for a, b in sorted(wish)])
    con.commit(); con.close()


if __name__ == "__main__": build(sys.argv[1])
