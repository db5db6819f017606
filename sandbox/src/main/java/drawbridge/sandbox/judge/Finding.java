package drawbridge.sandbox.judge;

import java.util.ArrayList;
import java.util.List;

/// What a check found: how much it compared, what was wrong, and what it let pass with a reason.
final class Finding {

    private final List<String> breaches = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long compared;

    /// One more thing was looked at.
    void look() {
        compared++;
    }

    void breach(String sentence) {
        breaches.add(sentence);
    }

    /// Counts one comparison, and a breach if it failed.
    void expect(boolean holds, String sentence) {
        look();
        if (!holds) {
            breach(sentence);
        }
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    long compared() {
        return compared;
    }

    List<String> breaches() {
        return List.copyOf(breaches);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}
