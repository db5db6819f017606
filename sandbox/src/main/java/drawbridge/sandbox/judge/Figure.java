package drawbridge.sandbox.judge;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Locale;

/// One figure of a dashboard: how many activities of a kind a person had on a day.
record Figure(Bucket bucket, long count) {

    /// @param mail of the person
    /// @param day in the customer's zone, as `2026-03-02`
    /// @param kind `email` or `call`
    record Bucket(String account, String mail, String day, String kind)
            implements Comparable<Bucket> {

        @Override
        public int compareTo(Bucket other) {
            return toString().compareTo(other.toString());
        }

        /// For sentences.
        @Override
        public String toString() {
            return kind + "s of " + mail + " on " + day + " (" + account + ")";
        }
    }

    static Figure read(String account, JsonNode fact) {
        var mail = fact.path("ownerMail").asText().strip().toLowerCase(Locale.ROOT);
        return new Figure(
                new Bucket(account, mail, fact.path("day").asText(), fact.path("kind").asText()),
                fact.path("count").asLong());
    }
}
