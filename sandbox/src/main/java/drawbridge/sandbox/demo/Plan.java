package drawbridge.sandbox.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// What was asked for.
///
/// @param rate what people do a second
/// @param deletes how many records of each account people delete at most
/// @param length of the story
/// @param appointments real input that is loaded into Acme for the first customer
/// @param emails likewise
/// @param open whether people go on after it, until somebody ends the demo
/// @param old whether one more customer comes, whose Acme is reached by its old API alone
record Plan(
        long seed,
        double rate,
        int deletes,
        Duration length,
        boolean open,
        boolean old,
        Optional<Path> report,
        Optional<Path> appointments,
        Optional<Path> emails) {

    boolean loads() {
        return appointments.isPresent() || emails.isPresent();
    }
}
