package drawbridge.console.shell;

import java.time.Duration;

/// Time that passes on the UI thread. Tests let it pass by hand.
public interface Pulse {

    /// Runs the work again and again until cancelled.
    Subscription every(Duration period, Runnable work);

    /// Runs the work once, unless cancelled before.
    Subscription after(Duration delay, Runnable work);
}
