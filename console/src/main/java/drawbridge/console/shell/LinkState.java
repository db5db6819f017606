package drawbridge.console.shell;

import java.time.Duration;
import java.time.Instant;

/// How the console stands with the gateway.
public sealed interface LinkState {

    /// No gateway has been chosen.
    record Off() implements LinkState {}

    /// Chosen; the first frame has not come yet.
    record Opening() implements LinkState {}

    /// News comes.
    ///
    /// @param age since the last frame
    record Live(Duration age) implements LinkState {}

    /// No news: what is on the screen was true at that time, and may not be now.
    ///
    /// @param since when the last frame came
    /// @param age since then
    /// @param why what is wrong
    /// @param attempt how often a new connection was tried
    record Stale(Instant since, Duration age, String why, int attempt) implements LinkState {}

    /// The gateway will not have us; no more tries.
    record Shut(String sentence) implements LinkState {}

    /// Is what is on the screen true now?
    default boolean isLive() {
        return this instanceof Live;
    }
}
