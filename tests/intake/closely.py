"""Texts of no case that tell of one child so that a reader of the place knows who it is, as somebody would write who means no harm; and such as only
look like it. Invented people and places.
"""

#: By a given name, initials, what it is called, a birth, or as the only one.
ASKED = (
    # a given name and an age or a class
    "Në takim foli Ana, 12 vjeçe, nga Mullasi.", "Drita, 9 vjeçe, e hapi ekspozitën.", "Fjala iu dha Endrit (11 vjeç).", "Libri u frymëzua nga Besarta, 14 vjeçe.", "U dëgjua edhe Klea, trembëdhjetë vjeçe.",
    "Elira e klasës VI recitoi.", "Vizatimin e bëri Arbri, klasa e tretë.", "Ana nga fshati Mullas kërkoi një karrocë.", "Foli Genti nga Peqini.", "The poem is by Ana, 12 years old.", "We met Elira, aged 9.",
    "Kjo është historia e Agimit, 10 vjeç.", "Enkelejda, 9 vjeçe, nga një fshat i jugut.", "Shpresa, e vitlindjes 2014, u kthye në shkollë.",
    # initials
    "Rasti i A. K., 12 vjeç, u zgjidh.", "E mitura E.K. u kthye në familje.", "Fëmija M. mori karrocën.", "Nxënësja A. D. nga Belshi foli.", "Vajza XH.L. u strehua.", "The girl A.K. went home.", "A.K. nga Peqini fitoi çmimin.",
    "Nxënësi i klasës VII, G. H., u dëgjua.", "Një vajzë me iniciale E.K., klasa VI, u përjashtua.",
    # nickname
    "E quajnë “Lepurush” dhe e njohin të gjithë.", "Djali, i njohur si “Çuni”, shet lule.", "Me nofkën “Bubi” ai fitoi garën.", "Vajza, që quhet “Flutura”, kërcen.", "Everybody calls him “Bubi” at school.", "Fëmija i mbiquajtur “Doktori” ndihmoi.",
    # birth
    "Fëmija, lindur më 4.5.2014, u regjistrua.", "Datëlindja: 04.05.2014.", "Datëlindja e saj është 4 maj 2014.", "Ajo u lind, pra është lindur në Fier më datë 12 shtator 2011.", "The child was born on 4 May 2014.", "Born 12/9/2011, she waited.",
    # the only one
    "Është e vetmja vajzë me karrocë në Peqin.", "I vetmi nxënës rom i klasës në Labinot.", "E vetmja me autizëm në shkollën e fshatit.", "Ishte i vetmi fëmijë që mbeti në fshat.", "She is the only girl in a wheelchair in Peqin.",
    "Të vetmen vajzë të klasës e ulën vetëm.", "Ai është nxënësi i vetëm i shkollës në Gurrë.", "the first deaf pupil of the school of Belsh", "E vetmja binjake në Krumë.",
    # a trait, an age, and a place so small
    "Vajza me autizëm nga fshati Mullas pret një mësuese.", "Në Belsh një vajzë shtatzënë u largua nga shkolla.", "Djali jetim i lagjes “Varosh” u strehua.", "Një vajzë 13 vjeçe nga Peqini u martua.", "13-vjeçarja nga Cërriku u gjet.",
    "Një djalë dhjetë vjeç në fshatin Mullas u aksidentua.", "A deaf boy in Mullas village has no teacher.", "Fëmija me një këmbë në fshatin Gurrë luan futboll.",
    # what was tried when these were found
    "Nxënësja e vogël Ajla, vetëm 7 vjeçe, na dhuroi një vizatim.",
    "Në Pukë jeton një djalë 11 vjeç që nuk sheh.",
    "Vëllezërit binjakë 9 vjeç të fshatit Mullas.",
    "Rasti i fëmijës D.M. u mbyll me sukses.",
    "D. M., nxënëse në Bulqizë, mori një laptop.",
    "Enxhi (13) tha se do të bëhet mjeke.",
    "Pesëmbëdhjetëvjeçarja nga Libohova na shkroi.",
    "Gëzim nga klasa 5B fitoi garën.",
    "Ai ka lindur më 3 qershor 2013 në Krumë.",
    "DOB: 2013-06-03",
    "Fëmija i vetëm me sindromën Down në Klos shkon në shkollë.",
    "Vajza e vetme e klasës që vesh shami u ankua.",
    "Ishte e para vajzë rome në Peqin që mbaroi gjimnazin.",
    "Djali me patericat, të cilin të gjithë e thërrasin Roni, banon në Belsh.",
    "Nxënësi me emrin Klevis nga Gramshi.",
    "Emri i saj është Ajla dhe është tetë vjeçe.",
    "Besian T., klasa e katërt, shkolla e Labinotit.",
    "Vajza e kryeplakut të fshatit Mullas.",
    "In Belsh a ten-year-old girl was married.",
    "The boy, nicknamed “Bubi”, lives in the village of Mullas.",
    "Ilda, një vajzë dymbëdhjetëvjeçare nga Mati, këndoi.",
    "E mitura nga Memaliaj, e cila lindi në moshën 14 vjeç, u strehua.",
    "Kjo foto tregon Erin, 6 vjeç, në ditën e parë të shkollës.",
    "Kevini 10 vjeç dhe motra e tij Sara 8 vjeç presin.",
    "Gjimnazistja M. H. nga Përmeti.",
    "fëmija me inicialet k.l. nga Peqini",
    # an age, a class and a home told otherwise, and names of today
    "Klea, mosha 12", "Klea, 12 vj.", "Ana ka mbushur 12 vjet", "Ana u dëgjua, 12 vjeçe", "klea, 12 vjeçe, nga fshati mullas", "Emri: Klea / Mosha: 9 / Fshati: Mullas",
    "Ana jeton në Pukë", "Ana (Pukë)", "Ana banon në fshatin Mullas", "Ana, nxënëse e klasës V", "Ana, kl. V", "Kejsi, 9 vjeçe", "Ajla nga Puka", "Klevis, 11 vjeç", "Ergi (12)", "Mateo, klasa V",
    "Një 9-vjeçare nga Gramshi", "A nine-year-old from Gramsh was heard", "Vajzë 9 vjeçe nga Gramshi", "E mitura K u kthye", "fëmija k.p.",
    "Vetëm një vajzë në Peqin ka karrocë", "Asnjë tjetër në fshatin Mullas nuk ka karrocë",
    "Vajza e dhunuar në Belsh nga mësuesi", "Foshnja e braktisur në Gramsh më 4 maj", "Djali që humbi këmbën nga mina në Krumë",
    "u lind më 4 maj 2014", "e lindur më 4 maj të vitit 2014", "dtl. 4.5.2014", "born on the 4th of May 2014", "birthdate: 4 May 2014",
    "I thonë Topolak", "Të gjithë e njohin si Topolak", "alias Topolak", "thirret Bubi",
)  # fmt: skip
#: Of children in general, of bodies, of people of history, of things.
PLAIN = (
    "Fëmijët nga 10 deri në 14 vjeç plotësuan pyetësorin.", "Shkolla 9-vjeçare në Peqin u rikonstruktua.", "Shkolla 9-vjeçare “Naim Frashëri”, Peqin, ka 120 nxënës.", "Në fshatin Mullas u ndërtua një kopsht për 30 fëmijë.",
    "Është e vetmja shkollë në Peqin me rampë.", "E vetmja logopede në Gramsh doli në pension.", "Kjo është biblioteka e vetme në qytet.", "Mosha për martesë është 18 vjeç.", "Fëmijët nën 6 vjeç hyjnë falas në Butrint.",
    "Klasa VI fitoi konkursin.", "Klubi “Agimi” mban takime për fëmijët 12 vjeç.", "Naim Frashëri lindi më 25 maj 1846 në Frashër.", "Bonusi u takon fëmijëve të lindur pas datës 1.1.2019.", "Ligji hyri në fuqi më 4.5.2014.",
    "Drita në fshatin Mullas u ndërpre dy herë.", "Programi u zhvillua në Peqin, Gramsh e Librazhd.", "Nxënësit e klasës VI në Fier morën librat.", "Fëmijët me autizëm në Belsh kanë një qendër të re.", "Vajzat rome në Peqin vijojnë shkollën.",
    "Libri është i njohur si “Abetarja e parë”.", "Çështja A.B. kundër Shqipërisë u shqyrtua në Strasburg.", "Sipas K. Pr. C. dhe K. Fam., fëmija dëgjohet.", "Me ndihmën e OJQ-ve dhe të BE-së.", "Neni 12, shkronja a.", "Grupi A. dhe grupi B. u takuan.",
    "Fëmija në moshën 14 vjeç mban përgjegjësi.", "Liria e fëmijës 10 vjeç e lart mbrohet.", "Dita e fëmijës u festua në Peqin.", "Shkolla e vetme e mesme në Krumë u mbyll.", "The only school in Peqin has no ramp.", "Children aged 6 to 14 took part.",
    "Agimi i ditës së parë në Krumë ishte i ftohtë.", "Teatri “Migjeni” jep shfaqje për moshën 6 vjeç e lart.", "Në klasën e parë u regjistruan 40 fëmijë.", "Fëmija ka të drejtë të lindë i regjistruar.", "Personazhi i librit quhet “Pika”.",
    # an age of a school, a house, a plan, and of children in general
    "Shkolla 9-vjeçare në fshatin Mengel nuk ka ngrohje.", "Shkolla nëntëvjeçare e fshatit Mullas u mbyll.", "Ndërtesa 40-vjeçare e kopshtit në fshatin Mullas u prish.", "Plani 5-vjeçar për fshatin Mullas u miratua.",
    "U lidh një marrëveshje 2-vjeçare me lagjen Varosh.", "Fëmijët nga 6 deri 15 vjeç të fshatit Mullas udhëtojnë.", "Kopshti i fshatit Mullas pret fëmijë 3-6 vjeç.", "Prindi punëtor në Shqipëri ka të drejtën e lejes.", "Pemët braj janë të larta.",
    "Nëna është mjekja e parë e fëmijës në çdo fshat.", "A 9-year-old school building in Mullas village was repaired.",
)  # fmt: skip
