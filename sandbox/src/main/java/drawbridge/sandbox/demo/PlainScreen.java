package drawbridge.sandbox.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/// For output that is no terminal: each event once, and every five seconds a line of numbers.
final class PlainScreen implements Screen {

    private static final Duration BETWEEN = Duration.ofSeconds(5);

    private final PrintWriter out;
    private int told;
    private boolean answered;
    private Duration next = BETWEEN;
    private Scene.Addresses addresses = Scene.Addresses.NONE;

    PlainScreen(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void show(Scene scene) {
        for (var event : scene.events().subList(told, scene.events().size())) {
            out.println(stamp(event.at()) + "  " + event.what());
        }
        told = scene.events().size();
        if (!scene.addresses().equals(addresses)) {
            addresses = scene.addresses();
            out.println("       Acme's page    " + addresses.acme());
            out.println("       The app's page " + addresses.app());
            out.println("       Console        " + addresses.console());
        }
        var numbers = Numbers.of(scene);
        // Before it has answered for the first time, it has only just been asked.
        answered |= numbers.answers();
        if (answered && scene.elapsed().compareTo(next) >= 0) {
            next = scene.elapsed().plus(BETWEEN);
            out.println(
                    stamp(scene.elapsed())
                            + "  "
                            + (numbers.answers() ? line(numbers) : "the gateway does not answer"));
        }
        out.flush();
    }

    private static String line(Numbers numbers) {
        return String.format(
                Locale.ROOT,
                "to the app %.1f/s, to Acme %.1f/s; waiting %d, conflicts %d, dead letters %d; breakers %s",
                numbers.rate("TO_APP"),
                numbers.rate("TO_ACME"),
                numbers.waiting(),
                numbers.conflicts(),
                numbers.deadLetters(),
                numbers.breakers().isEmpty() ? "closed" : String.join(", ", numbers.breakers()));
    }

    static String stamp(Duration at) {
        return String.format(Locale.ROOT, "%2d:%02d", at.toMinutes(), at.toSecondsPart());
    }

    @Override
    public void close() {
        out.flush();
    }
}
