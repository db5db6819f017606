package drawbridge.sandbox.judge;

import java.util.UUID;

/// An appointment and an event that are the same meeting.
///
/// @param link id of the row that says so; a record made by the gateway carries it as its reference
record Couple(String account, UUID link, History acme, History app) {

    History on(Side side) {
        return side == Side.ACME ? acme : app;
    }

    /// One of the two was deleted: what the other should be is another question.
    boolean broken() {
        return acme.gone() || app.gone();
    }

    @Override
    public String toString() {
        return acme.key() + " and " + app.key();
    }
}
