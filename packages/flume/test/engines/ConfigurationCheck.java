import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.apache.flume.conf.FlumeConfiguration;
import org.apache.flume.conf.FlumeConfigurationError;
import org.apache.flume.node.FileConfigurationSource;
import org.apache.flume.node.MaterializedConfiguration;
import org.apache.flume.node.UriConfigurationProvider;

/**
 * Asks the real Flume what it makes of configuration files. Arguments are pairs: an agent's name and a file.
 * Prints one tab-separated line for each finding: the agent, a word for its kind, and the finding.
 */
public class ConfigurationCheck {
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i + 1 < arguments.length; i += 2) check(arguments[i], Path.of(arguments[i + 1]));
  }

  private static void check(String agent, Path file) throws Exception {
    System.err.println("begin " + agent);
    Properties properties = new Properties();
    try (var stream = Files.newInputStream(file)) {
      properties.load(stream);
    }
    Map<String, String> map = new HashMap<>();
    properties.forEach((key, value) -> map.put((String) key, (String) value));
    FlumeConfiguration configuration = new FlumeConfiguration(map);
    for (FlumeConfigurationError error : configuration.getConfigurationErrors()) {
      say(agent, "error", List.of(error.getComponentName() + " " + error.getKey() + " " + error.getErrorType()));
    }
    FlumeConfiguration.AgentConfiguration valid = configuration.getConfigurationFor(agent);
    if (valid != null) {
      say(agent, "sources", valid.getSourceSet());
      say(agent, "channels", valid.getChannelSet());
      say(agent, "sinks", valid.getSinkSet());
    }
    MaterializedConfiguration made =
        new UriConfigurationProvider(agent, List.of(new FileConfigurationSource(URI.create(file.toUri().toString()))), null, null, 0)
            .getConfiguration();
    say(agent, "made-sources", made.getSourceRunners().keySet());
    say(agent, "made-channels", made.getChannels().keySet());
    say(agent, "made-sinks", made.getSinkRunners().keySet());
    System.err.println("end " + agent);
  }

  private static void say(String agent, String kind, Collection<String> words) {
    System.out.println(agent + "\t" + kind + "\t" + String.join(" ", new ArrayList<>(new TreeSet<>(words))));
  }
}
