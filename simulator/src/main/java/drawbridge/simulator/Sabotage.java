package drawbridge.simulator;

import drawbridge.crossing.engine.Journal;
import drawbridge.crossing.engine.Remote;

/// What stands between the shipped classes and their ports, and makes them behave as if they had a
/// bug.
interface Sabotage {

    Sabotage NONE = new Sabotage() {};

    default Journal journal(Journal port) {
        return port;
    }

    default Remote remote(Remote port) {
        return port;
    }

    /// Whether what a list does not show counts as deleted.
    default boolean absentIsDeleted() {
        return false;
    }

    /// Whether a list counts as read up to now, whatever its rows say.
    default boolean cursorIsNow() {
        return false;
    }
}
