package dev.parley.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Serves the page, whose files lie where nothing else would find them. */
@Configuration(proxyBeanMethods = false)
@Profile("demo")
class DemoPage implements WebMvcConfigurer {

  private static final Logger LOG = LoggerFactory.getLogger(DemoPage.class);

  @Override
  public void addViewControllers(ViewControllerRegistry views) {
    views.addViewController("/").setViewName("forward:/demo/index.html");
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry resources) {
    resources.addResourceHandler("/demo/**").addResourceLocations("classpath:/demo/");
  }

  @EventListener
  void sayWhere(WebServerInitializedEvent started) {
    LOG.info("The demo is at http://localhost:{}/", started.getWebServer().getPort());
  }
}
