package drawbridge.console.client;

import drawbridge.opsapi.Frame;

import java.time.Duration;

/// What a feed tells its listener, in the order in which it happened.
public sealed interface FeedEvent {

    /// The connection stands; frames follow.
    record Opened() implements FeedEvent {}

    /// The next frame.
    record Got(Frame frame) implements FeedEvent {}

    /// Frames are missing: what is on the screen must be loaded again by HTTP.
    record Gap() implements FeedEvent {}

    /// The connection is gone; it is tried again by itself.
    ///
    /// @param attempt how many tries have failed since the last good one
    record Lost(String sentence, int attempt, Duration nextTryIn) implements FeedEvent {}

    /// The gateway will not have this token: trying again is no use.
    record Refused(String sentence) implements FeedEvent {}
}
