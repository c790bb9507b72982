<?php
/**
 * An article with the address of a poll alone on its line, as WordPress shows it. Run by run.sh:
 * php article.php install | sandboxed | trusted
 */

$mode = $argv[1];
$_SERVER['HTTP_HOST']       = 'news.example';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
$_SERVER['REQUEST_METHOD']  = 'GET';
if ( 'install' === $mode ) {
	define( 'WP_INSTALLING', true );
}
require getenv( 'SITE' ) . '/wp-load.php';

if ( 'install' === $mode ) {
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	wp_install( 'News', 'editor', 'editor@news.example', false, '', 'a-password-of-this-test' );
	exit;
}

// A Sawt of this machine: WordPress otherwise asks no address like that.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter(
	'http_allowed_safe_ports',
	function ( $ports ) {
		$ports[] = (int) parse_url( getenv( 'SAWT' ), PHP_URL_PORT );
		return $ports;
	}
);
if ( 'trusted' === $mode ) {
	require WP_PLUGIN_DIR . '/sawt-embed.php';
	do_action( 'init' );
}

wp_set_current_user( 1 );
$id = wp_insert_post(
	array(
		'post_title'   => "Vote ($mode)",
		'post_status'  => 'publish',
		'post_content' => "Before.\n\n" . getenv( 'SAWT' ) . '/p/' . getenv( 'POLL' ) . "\n\nAfter.",
	)
);
$GLOBALS['post'] = get_post( $id );
setup_postdata( $GLOBALS['post'] );
echo apply_filters( 'the_content', $GLOBALS['post']->post_content );
