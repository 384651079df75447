// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IFuturesVenue} from "../../../interfaces/IFuturesVenue.sol";
import {IVenueAccount} from "../../../interfaces/IVenueAccount.sol";
import {MarketTerms} from "../../../types/Venue.sol";

/// @title AdapterVenue
/// @notice A venue in front of another: each owner gets an account contract of its own, which trades at the venue behind.
/// What differs is said by the account that {_open} creates.
abstract contract AdapterVenue is IFuturesVenue {
    /// @notice The venue behind.
    IFuturesVenue public immutable inner;

    mapping(address owner => mapping(bytes32 market => IVenueAccount)) public accounts;

    error AdapterVenue_AccountExists(address owner, bytes32 market);

    constructor(IFuturesVenue inner_) {
        inner = inner_;
    }

    /// @inheritdoc IFuturesVenue
    function openAccount(bytes32 market) external returns (IVenueAccount account) {
        if (address(accounts[msg.sender][market]) != address(0)) revert AdapterVenue_AccountExists(msg.sender, market);
        account = _open(market, msg.sender);
        accounts[msg.sender][market] = account;
    }

    /// @inheritdoc IFuturesVenue
    function reportOutage(bytes32 market) external {
        inner.reportOutage(market);
    }

    /// @inheritdoc IFuturesVenue
    function expire(bytes32 market, uint256 steps) external returns (bool done) {
        return inner.expire(market, steps);
    }

    /// @inheritdoc IFuturesVenue
    function collateral() external view returns (IERC20) {
        return inner.collateral();
    }

    /// @inheritdoc IFuturesVenue
    function terms(bytes32 market) external view returns (MarketTerms memory) {
        return inner.terms(market);
    }

    function _open(bytes32 market, address owner) internal virtual returns (IVenueAccount);
}
