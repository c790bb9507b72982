<?php
/**
 * Plugin Name: Sawt readers' votes
 * Description: The address of a Sawt vote, alone on its line, becomes a frame in which readers vote in place. Without this plugin WordPress shows the results there, with a link to the vote.
 * Version: 1.0.0
 * Requires at least: 5.2
 * Requires PHP: 7.2
 * License: MIT
 */

if ( ! defined( 'ABSPATH' ) ) {
	exit;
}

// The address of your newspaper's Sawt, without a slash at its end. wp-config.php may set it instead.
if ( ! defined( 'SAWT_ADDRESS' ) ) {
	define( 'SAWT_ADDRESS', 'https://vote.example' );
}

/*
 * A registered provider's HTML is left as it is: no sandbox around the frame, so its form can be sent.
 * The frame is still another origin's: it sees nothing of this site, and this site nothing of a reader's answer.
 */
add_action(
	'init',
	function () {
		foreach ( array( '/p/*', '/fr/p/*', '/en/p/*' ) as $path ) {
			wp_oembed_add_provider( SAWT_ADDRESS . $path, SAWT_ADDRESS . '/oembed?view=vote' );
		}
	}
);
