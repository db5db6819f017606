package drawbridge.console.shell;

/// Something that goes on until it is cancelled. Cancelling twice is harmless.
@FunctionalInterface
public interface Subscription {

    /// Nothing to cancel.
    Subscription NONE = () -> {};

    /// Ends it.
    void cancel();
}
