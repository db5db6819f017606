package drawbridge.simulator;

import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Remote;
import drawbridge.sync.Rules;

/// What stands between the shipped classes and their ports, or in the place of their rules, and
/// makes them behave as if they had a bug.
interface Sabotage {

    Sabotage NONE = new Sabotage() {};

    default Journal journal(Journal port) {
        return port;
    }

    default Remote remote(Remote port) {
        return port;
    }

    default Rules rules() {
        return Rules.SHIPPED;
    }
}
