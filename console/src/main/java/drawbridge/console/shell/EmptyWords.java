package drawbridge.console.shell;

/// What an empty list says. Only a living connection may say that there is nothing.
public record EmptyWords(String title, String sentence) {

    /// The words that are true in this state of the connection.
    public EmptyWords in(LinkState link) {
        return switch (link) {
            case LinkState.Live(_), LinkState.Opening() -> this;
            case LinkState.Off() ->
                    new EmptyWords("Not connected", "Connect to a gateway to see what is here.");
            case LinkState.Stale(var since, _, _, _) ->
                    new EmptyWords(
                            "Cut off",
                            "Nothing was here at %s. That may no longer be true."
                                    .formatted(Ages.clock(since)));
            case LinkState.Shut(var why) -> new EmptyWords("Cut off", why);
        };
    }
}
