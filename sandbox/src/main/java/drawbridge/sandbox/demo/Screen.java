package drawbridge.sandbox.demo;

/// Where the demo is shown.
interface Screen extends AutoCloseable {

    /// Shows the moment. Called a few times a second.
    void show(Scene scene);

    /// Gives the terminal back.
    @Override
    void close();
}
