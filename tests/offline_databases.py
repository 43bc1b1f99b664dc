"""Four small databases of different habits, for questions in plain English."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from sqlagent import Database

VET = """
CREATE TABLE owners (
    owner_id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, last_name TEXT NOT NULL,
    city TEXT, email TEXT
);
CREATE TABLE pets (
    pet_id INTEGER PRIMARY KEY, name TEXT NOT NULL, species TEXT, weight_kg REAL,
    is_insured TEXT, owner_id INTEGER NOT NULL REFERENCES owners(owner_id)
);
CREATE TABLE visits (
    visit_id INTEGER PRIMARY KEY, pet_id INTEGER NOT NULL REFERENCES pets(pet_id),
    visit_date TEXT NOT NULL, reason TEXT
);
CREATE TABLE treatments (
    treatment_id INTEGER PRIMARY KEY, visit_id INTEGER NOT NULL REFERENCES visits(visit_id),
    description TEXT, price REAL, quantity INTEGER
);
INSERT INTO owners VALUES (1,'Ada','Stone','Leeds','ada@vet.example'),
    (2,'Bo','Field','York','bo@vet.example'), (3,'Cy','Marsh','Leeds',NULL),
    (4,'Di','Brook','Hull','di@vet.example');
INSERT INTO pets VALUES (1,'Rex','dog',30.5,'Y',1), (2,'Tom','cat',4.0,'N',1),
    (3,'Fido','dog',12.0,'N',2), (4,'Mog','cat',5.5,'Y',3), (5,'Polly','parrot',0.4,'N',3),
    (6,'Rover','dog',25.0,'N',3);
INSERT INTO visits VALUES (1,1,'2022-03-04','checkup'), (2,1,'2023-01-10','injury'),
    (3,2,'2023-02-11','checkup'), (4,3,'2023-02-20','vaccination'), (5,4,'2023-07-01','checkup'),
    (6,6,'2024-01-05','injury');
INSERT INTO treatments VALUES (1,1,'exam',40,1), (2,2,'bandage',15,2), (3,2,'exam',40,1),
    (4,3,'exam',40,1), (5,4,'vaccine',30,1), (6,5,'exam',40,1), (7,6,'bandage',15,3);
"""

CINEMA = """
CREATE TABLE Film (
    FilmID INTEGER PRIMARY KEY, Title TEXT, Genre TEXT, RunningMinutes INTEGER, Director TEXT,
    ReleaseYear INTEGER
);
CREATE TABLE Screen (ScreenID INTEGER PRIMARY KEY, ScreenName TEXT, Seats INTEGER);
CREATE TABLE Screening (
    ScreeningID INTEGER PRIMARY KEY, FilmID INTEGER, ScreenID INTEGER, StartsAt INTEGER,
    TicketsSold INTEGER
);
CREATE TABLE Employee (
    EmployeeID INTEGER PRIMARY KEY, FullName TEXT, Salary INTEGER, ManagerID INTEGER,
    FOREIGN KEY (ManagerID) REFERENCES Employee(EmployeeID)
);
INSERT INTO Film VALUES (1,'Harbour Lights','drama',128,'Ines Vale',2019),
    (2,'Paper Moons','comedy',95,'Otto Reed',2021),
    (3,'The Long Dune','drama',171,'Ines Vale',2021),
    (4,'Tin Parade','comedy',88,NULL,2023), (5,'Night Ferry','thriller',104,'Mara Lund',2023);
INSERT INTO Screen VALUES (1,'Blue Hall',120), (2,'Red Hall',80), (3,'Attic',24);
INSERT INTO Screening VALUES (1,1,1,1672603200,100), (2,1,2,1672689600,60),
    (3,2,1,1675281600,110), (4,3,3,1675368000,20), (5,3,1,1704139200,90), (6,5,2,1704225600,70);
INSERT INTO Employee VALUES (1,'Nora Quill',5200,NULL), (2,'Sam Pike',3100,1),
    (3,'Lea Moss',3300,1), (4,'Ned Ash',2400,2);
"""

FLEET = """
CREATE TABLE port (pt_cd TEXT PRIMARY KEY, pt_nm TEXT, ctry TEXT);
CREATE TABLE boat (bt_no INTEGER PRIMARY KEY, bt_nm TEXT, len_m REAL, home_pt TEXT, active INTEGER);
CREATE TABLE catch (
    ct_no INTEGER PRIMARY KEY, bt_no INTEGER, ct_dt INTEGER, species TEXT, amt_cents INTEGER
);
INSERT INTO port VALUES ('BGO','Bergen','Norway'), ('VGO','Vigo','Spain'),
    ('ESB','Esbjerg','Denmark');
INSERT INTO boat VALUES (1,'Sea Wren',14.5,'BGO',1), (2,'Gull',22.0,'VGO',1),
    (3,'Old Tern',9.0,'VGO',0);
INSERT INTO catch VALUES (1,1,20230105,'cod',120000), (2,1,20230210,'herring',45050),
    (3,2,20230211,'cod',99900), (4,2,20240301,'tuna',310000), (5,2,20240302,'cod',5000);
"""

SHOP = """
CREATE TABLE kind (kind_id INTEGER PRIMARY KEY, kind_name TEXT NOT NULL);
CREATE TABLE item (
    item_id INTEGER PRIMARY KEY, item_name TEXT NOT NULL, unit_price REAL, units_in_stock INTEGER,
    maker TEXT, features TEXT, kind_id INTEGER NOT NULL REFERENCES kind(kind_id)
);
CREATE TABLE clerk (
    clerk_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, city TEXT, birth_date TEXT,
    hired_on TEXT, bonus INTEGER NOT NULL
);
CREATE TABLE sale (
    sale_id INTEGER PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES item(item_id),
    clerk_id INTEGER NOT NULL REFERENCES clerk(clerk_id), sold_on TEXT NOT NULL,
    ship_city TEXT, quantity INTEGER, amount_paid REAL
);
INSERT INTO kind VALUES (1,'Tool'), (2,'Light');
INSERT INTO item VALUES (1,'Lamp',30.0,4,'AC/DC','bright,waterproof',2),
    (2,'Nail',0.1,900,'Fe & Co','sharp',1), (3,'Rope',12.0,0,NULL,'waterproof',1);
INSERT INTO clerk VALUES (1,'Una','Vale','Oslo','1999-04-05','2018-03-01',50),
    (2,'Ola','Berg','Oslo','1961-02-03','2020-05-01',0);
INSERT INTO sale VALUES (1,1,1,'2023-01-05','Oslo',1,30.0), (2,2,1,'2023-03-02','Bergen',4,0.4),
    (3,1,1,'2023-06-07','Oslo',1,30.0), (4,1,2,'2024-02-01','Oslo',1,30.0);
"""


@contextmanager
def opened(folder: Path) -> Iterator[dict[str, Database]]:
    """The databases by name, made in a folder and open for a while."""
    with ExitStack() as stack:
        databases = {}
        scripts = {"vet": VET, "cinema": CINEMA, "fleet": FLEET, "shop": SHOP}
        for name, script in scripts.items():
            path = folder / f"{name}.sqlite"
            with closing(sqlite3.connect(path)) as connection:
                connection.executescript(script)
            databases[name] = stack.enter_context(Database(path))
        yield databases
