package drawbridge.sandbox.demo;

/// The parts of the story, in their order.
enum Phase {
    START("start", "PostgreSQL, Acme, the app and the gateway start", 0),
    WARM_UP("warm-up", "people work on both sides", 15),
    TRAFFIC("traffic", "deliveries come twice and out of order", 15),
    OUTAGE("outage", "Acme is down: changes wait", 15),
    THROTTLE("429", "Acme asks for patience", 10),
    LOST_ANSWERS("lost answers", "both systems do as told, but their answers get lost", 15),
    CRASH("kill -9", "the gateway dies and comes back", 15),
    CALM("calm", "all is well again", 15),
    OPEN("open", "your turn: edit in one page, watch the other", 0),
    CLOSE("close", "a conflict, a bad record and deletes, by script", 0),
    QUIET("quiet", "people go home, the bridge carries the rest", 0),
    VERDICT("verdict", "the judge reads the ledgers", 0);

    /// A word for the row of all phases.
    final String word;

    /// What happens in it.
    final String what;

    /// Its share of the story's time in percent; 0: it takes what it takes.
    final int share;

    Phase(String word, String what, int share) {
        this.word = word;
        this.what = what;
        this.share = share;
    }
}
