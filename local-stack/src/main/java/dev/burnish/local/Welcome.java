package dev.burnish.local;

import java.net.URI;

/** What somebody needs to know to use a stack that is up. */
final class Welcome {
    private Welcome() {}

    static String text(URI gateway, String apiKey) {
        return """
                API       %1$s/v1
                API key   %2$s

                export OPENAI_BASE_URL=%1$s/v1 OPENAI_API_KEY=%2$s

                curl %1$s/v1/models -H "Authorization: Bearer %2$s"

                Other base models: ./burnish models add DIRECTORY

                Stop with Ctrl-C; from elsewhere: ./burnish status, ./burnish logs --follow, ./burnish down
                """.formatted(gateway, apiKey);
    }
}
